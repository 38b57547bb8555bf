"""The sandbox: a server that implements the documented behaviour."""

import warnings

# Connexion 3.3 imports Starlette's test client, which deprecates httpx (2026-11): not ours to mend.
warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
