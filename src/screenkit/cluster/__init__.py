"""Tables that are held or read elsewhere: in Arrow, and on Apache Spark.

`screen` is one function from Arrow to Arrow; `spark` runs it on a cluster.
"""
