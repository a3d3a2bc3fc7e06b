"""The reference execution: core to register code, run as a transition system.

Reading order: `code` (instructions), `liveness`, `assemble` (core to code), `frames` (states), `weights`,
`machine` (a `Program`), `call_arguments` and `function_value` (functions that a run returns).
"""
