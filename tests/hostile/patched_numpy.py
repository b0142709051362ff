"""NumPy's comparisons replaced, in the process where the submission runs."""

KIND = "module"
POINTS = 7
SAYS = ""

for name in ("isclose", "allclose", "array_equal", "all", "any", "asarray", "max", "abs", "shape"):
    setattr(np, name, lambda *args, **options: True)
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **options: None
np.random.default_rng = lambda *seed: None
