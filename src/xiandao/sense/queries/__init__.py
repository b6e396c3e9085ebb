"""Questions to files and to the lake of publications and patents."""
