"""How Hypothesis runs here: the same examples each time, and no verdict that hangs on speed."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "sandbank",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],  # a slow machine is no defect
)
settings.load_profile("sandbank")
