"""Values at run time: immutable, hashable, comparable, of any depth.

Reading order: `tree` (walks without recursion), `values` (lists, inductive data, closures), `memo_table`,
`typed_parts`, `show_value` (the language's own syntax), `rounding` (rationals to floats).
"""
