"""Files that hold other files: web archives, ZIP, tar and compressed files."""
