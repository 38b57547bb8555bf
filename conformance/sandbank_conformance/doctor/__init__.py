"""What is wrong between us and the target, before a check could mistake it for a broken rule.

Nothing is changed at the target: it is read, tokens are asked for, and one report is sent for an
authorisation that nobody has.
"""
