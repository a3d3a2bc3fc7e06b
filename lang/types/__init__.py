"""Types and effects: what a program means to be, and whether it is.

Reading order: `types` (types, effects, unification), `show_type`, `signatures` and `families` (the
types of built-ins), `overload` (constraints that wait), `scope` (what names stand for), `context` (the
state of inference; generalisation), `annotations`, `patterns`, `expressions`, `calls`, `functions`
(the rules), `exhaustive` (which values a match leaves out), `declarations`, `dependence`, `check` (a file).
"""
