"""Primitive distributions: density, support and an exact map from uniforms."""
