"""The register: places, people and where they are placed."""
