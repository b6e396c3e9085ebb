"""目录: the versioned catalogue of future industries, their names and their groups."""

from xiandao.catalog.methods.classification import (
    Catalogue,
    CatalogueChange,
    Industry,
    catalogue_versions,
    compare,
    known_catalogue,
    load_catalogue,
)

__all__ = [
    "Catalogue",
    "CatalogueChange",
    "Industry",
    "catalogue_versions",
    "compare",
    "known_catalogue",
    "load_catalogue",
]
