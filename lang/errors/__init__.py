"""Mistakes: one class each, with its code, its wording, and an example that `explain` shows.

`base` says what a mistake is and prints it under its source line; `names`, `typing`, `values`, `effects` and
`patterns` hold the mistakes of the checker, `data` and `data_files` those of data, `runtime` what
stops a run. Parse errors: `syntax` has the mistakes, `parsing` tells which one a `slip` is,
`expected` and `terminals` say what could have stood there, `misreading`, `advice` and `words` what
speakers of other languages may have meant. `catalogue` lists all mistakes by code.
"""
