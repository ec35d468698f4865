"""Annotations over the API, as W3C Annotations: by article, one by one, and all as a container."""
