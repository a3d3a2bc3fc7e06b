# `make check` is what has to hold before a commit; each part can be run alone.
PACKAGES = qbs lang inference proofs app

.PHONY: check links lint types test
check: lint types test

# Type checkers and editors find `quasiborel.x` through these links to the folders of the checkout.
links:
	mkdir -p .types/quasiborel
	for package in $(PACKAGES); do ln -sfn ../../$$package .types/quasiborel/$$package; done

lint:
	ruff check .
	ruff format --check .
	lint-imports

types: links
	mypy
	pyright

test:
	python -m pytest
