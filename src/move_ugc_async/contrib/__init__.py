"""Parts for web frameworks, built on the public names of the package."""
