"""A command for `--feed` that asks a reference provider for statements; its URL is the argument."""

import os
import sys

import httpx

if __name__ == "__main__":
    account = os.environ["SANDBANK_BANK_ACCOUNT_ID"]
    httpx.post(f"{sys.argv[1]}/feed", content=account, timeout=20).raise_for_status()
