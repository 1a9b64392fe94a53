"""Mendline: recovery and pain tracking after spine surgery."""
