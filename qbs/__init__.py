"""The mathematics and the data: weights, distributions, programs and their representations."""

if __name__ == "qbs":
    raise ImportError("import quasiborel.qbs")
