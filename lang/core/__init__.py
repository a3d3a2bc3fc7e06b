"""The core calculus, and the way to it: A-normal form, monomorphic, closures made explicit.

Reading order: `calculus`, `decisions` (patterns to decision trees), `free` (captured variables),
`code` (a function while it is made), `matches`,
`elaborate` (checked syntax to core).
"""
