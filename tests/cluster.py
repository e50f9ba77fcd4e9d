"""The PostgreSQL of a run: the same throw-away cluster that measuring uses, in haste."""

from rapport.benchmarks.cluster import Cluster, NoPostgreSQL, create_database, owner, programs

__all__ = ["Cluster", "NoPostgreSQL", "create_database", "owner", "programs"]
