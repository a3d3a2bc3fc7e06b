"""Measures, programs and representations of programs: the mathematics, without a language.

Reading order, with the sections of "Denotational Validation of Higher-Order Bayesian
Inference" (POPL 2018, arXiv 1711.03219):

==================  ==================================================================
errors              what can go wrong, one class each
weight              numbers in [0, ∞): exact rationals, floats with a free exponent
measure             `Mass`, finite measures; rescaling, push-forward, product (3.1, 4.1)
density             almost everywhere, absolutely continuous, Radon–Nikodym (4.2)
kernel              kernels between finite spaces: ⊠, preserving, reversible (4.2)
distributions       primitive distributions, each an exact map from uniforms
program             programs as transition systems: return, draw, score
kind                whether a representation draws, scores, is affine; checked of stacks (5.1)
representation      what a representation of programs offers, and its laws (3.2, 5.1)
interpret           a program in any representation
enumerator          `Enumerator`, weighted lists (Example 3.4); `aggregate` (Example 3.7)
meaning             `Mass` as a representation: exact enumeration that merges states
probability         `Probability`, the same without scores: an exact base for stacks (4.1)
tape                uniforms by address (epoch, particle, position)
sampler             `Sampler`, trees of draws, and how a tape runs one (Example 5.2)
weighted            `Weighted`, which adds scores to a representation (Example 5.4)
term                `Term`, weighted trees of draws, into every representation (3.3, 3.6)
list_t              `ListT`, which adds lists of results (Figure 9)
population          `Population`, weighted particles: Weighted ∘ ListT (Figure 9)
resumption          what is left of a suspended run, as plain data
suspension          `Suspension`, which stops before each score (Figure 11)
trace               the paths of a term, their weights and values, their prior (Figure 12)
traced              `Traced`, a term beside a computation of its traces (Figure 13)
==================  ==================================================================
"""

if __name__ == "qbs":
    raise ImportError("import quasiborel.qbs")
