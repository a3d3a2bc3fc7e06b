"""The command `quasiborel`: one file per subcommand, joined in `main`."""
