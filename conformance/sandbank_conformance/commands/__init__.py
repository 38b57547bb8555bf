"""The subcommands of `sandbank` that prove, explain and repeat."""
