// Local.
