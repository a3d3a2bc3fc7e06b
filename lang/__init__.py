"""The language: source text to a typed core to programs."""
