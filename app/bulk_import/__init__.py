"""Imports of any number of files and addresses: read by several processes, written by one."""
