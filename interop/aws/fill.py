"""A lake of two tables and a bucket of deliveries in moto."""

import sys

import boto3
import requests

endpoint = sys.argv[1]
glue = boto3.client("glue", endpoint_url=endpoint)
s3 = boto3.client("s3", endpoint_url=endpoint)
place = {"CreateBucketConfiguration": {"LocationConstraint": "ap-northeast-1"}}

s3.create_bucket(Bucket="lake", **place)
s3.put_object(Bucket="lake", Key="sales/dt=2026-11-20/part-0", Body=b"rows")
for n in range(1500):
    s3.put_object(Bucket="lake", Key=f"many/{n:04}.csv", Body=b"x")
s3.put_object(Bucket="lake", Key="odd/a b+c%20&日本.csv", Body=b"x")


def table(name, keys):
    glue.create_table(
        DatabaseName="mart",
        TableInput={
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "StorageDescriptor": {
                "Columns": [{"Name": "id", "Type": "bigint"}],
                "Location": f"s3://lake/{name}/",
            },
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
        },
    )


def partition(name, values, location):
    glue.create_partition(
        DatabaseName="mart",
        TableName=name,
        PartitionInput={"Values": values, "StorageDescriptor": {"Location": location}},
    )


glue.create_database(DatabaseInput={"Name": "mart"})
table("sales", ["dt"])
partition("sales", ["2026-11-20"], "s3://lake/sales/dt=2026-11-20/")
table("shops", ["dt", "region"])
partition("shops", ["2026-11-20", "tokyo"], "s3://lake/sales/dt=2026-11-20/")

# moto runs no SQL: it hands out the rows it was given.
cells = [{"VarCharValue": "0"}, {}, {}, {}, {}, {"VarCharValue": "true"}]
heading = [{"VarCharValue": name} for name in ["n", "_col1", "_col2", "_col3", "_col4", "_col5"]]
requests.post(
    f"{endpoint}/moto-api/static/athena/query-results",
    json={
        "region": "ap-northeast-1",
        "results": [{"rows": [{"Data": heading}, {"Data": cells}], "column_info": []}],
    },
    timeout=10,
).raise_for_status()
