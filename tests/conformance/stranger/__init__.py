"""A second, independent service with the three APIs of the contract."""
