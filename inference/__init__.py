"""Building blocks of inference, algorithms made of them, and results."""
