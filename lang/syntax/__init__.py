"""Source text to syntax tree.

Reading order: `span` (places), `grammar.lark`, `tables` (Lark's LALR tables), `tokens`, `node` and `tree`
(the tree, of any depth), `build` (a callback per rule), `stretches` and `parser` (one error per
declaration), `returns` (where `return` may stand), `names`, `limits`.
"""
