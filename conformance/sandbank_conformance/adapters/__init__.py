"""Where the suite touches what differs from day to day and from machine to machine."""
