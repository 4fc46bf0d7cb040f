"""How each planned resource is asked for at the API of AWS, in the API's own words.

A creator gets the planned resource and gives back what others may refer to: `id`, and `arn` where it has one.
"""


def camel(value):
    """Keys of the plan as the API spells them: the same words with a capital."""
    if isinstance(value, dict):
        return {key[0].upper() + key[1:]: camel(item) for key, item in value.items() if key != "__defaults"}
    return [camel(item) for item in value] if isinstance(value, list) else value


def vpc(r):
    made = r.client("ec2").create_vpc(CidrBlock=r["cidrBlock"])["Vpc"]
    return {"id": made["VpcId"]}


def subnet(r):
    zones = r.client("ec2").describe_availability_zones()["AvailabilityZones"]
    zone = zones[int(r.name[-1]) - 1]["ZoneName"]
    made = r.client("ec2").create_subnet(VpcId=r.ref("vpcId"), CidrBlock=r["cidrBlock"], AvailabilityZone=zone)
    return {"id": made["Subnet"]["SubnetId"]}


def security_group(r):
    made = r.client("ec2").create_security_group(
        GroupName=r.name, Description=r["description"], VpcId=r.ref("vpcId")
    )
    return {"id": made["GroupId"]}


def gateway(r):
    ec2 = r.client("ec2")
    made = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=made, VpcId=r.ref("vpcId"))
    return {"id": made}


def role(r):
    made = r.client("iam").create_role(RoleName=r["name"], AssumeRolePolicyDocument=r["assumeRolePolicy"])["Role"]
    return {"id": made["RoleName"], "arn": made["Arn"]}


def certificate(r):
    arn = r.client("acm").request_certificate(DomainName=r["domainName"], ValidationMethod="DNS")["CertificateArn"]
    proof = r.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"][0]
    record = proof["ResourceRecord"]
    return {"id": arn, "arn": arn, "name": record["Name"], "value": record["Value"]}


def issued(r):
    return {"id": r.ref("certificateArn", "arn"), "arn": r.ref("certificateArn", "arn")}


def log_group(r):
    r.client("logs").create_log_group(logGroupName=r["name"])
    return {"id": r["name"]}


def bucket(r):
    where = {} if r.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": r.region}}
    r.client("s3").create_bucket(Bucket=r["bucket"], **where)
    return {"id": r["bucket"], "arn": f"arn:aws:s3:::{r['bucket']}"}


def bucket_versioning(r):
    r.client("s3").put_bucket_versioning(
        Bucket=r.ref("bucket"), VersioningConfiguration=camel(r["versioningConfiguration"])
    )


def bucket_ownership(r):
    r.client("s3").put_bucket_ownership_controls(
        Bucket=r.ref("bucket"), OwnershipControls={"Rules": [camel(r["rule"])]}
    )


def bucket_private(r):
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    r.client("s3").put_public_access_block(
        Bucket=r.ref("bucket"), PublicAccessBlockConfiguration=camel({name: r[name] for name in names})
    )


def bucket_encryption(r):
    rules = [
        {
            "ApplyServerSideEncryptionByDefault": {
                "SSEAlgorithm": rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"],
                "KMSMasterKeyID": r.ref("rules", "arn"),
            },
            "BucketKeyEnabled": rule["bucketKeyEnabled"],
        }
        for rule in r["rules"]
    ]
    r.client("s3").put_bucket_encryption(
        Bucket=r.ref("bucket"), ServerSideEncryptionConfiguration={"Rules": rules}
    )


def bucket_lifecycle(r):
    rules = [camel(rule) for rule in r["rules"]]
    for rule in rules:
        rule["ID"] = rule.pop("Id")
        rule["Filter"] = {"Prefix": ""}
    r.client("s3").put_bucket_lifecycle_configuration(
        Bucket=r.ref("bucket"), LifecycleConfiguration={"Rules": rules}
    )


def bucket_replication(r):
    rules = [camel(rule) for rule in r["rules"]]
    for rule in rules:
        rule["ID"] = rule.pop("Id")
        rule["Filter"] = {"Prefix": ""}
        destination = rule["Destination"]
        destination["Bucket"] = r.ref("rules", "arn", "aws:s3/bucket:Bucket")
        destination["EncryptionConfiguration"]["ReplicaKmsKeyID"] = r.ref("rules", "arn", "aws:kms/")
        destination["EncryptionConfiguration"].pop("ReplicaKmsKeyId", None)
    r.client("s3").put_bucket_replication(
        Bucket=r.ref("bucket"), ReplicationConfiguration={"Role": r.ref("role", "arn"), "Rules": rules}
    )


def key(r):
    made = r.client("kms").create_key(
        Description=r["description"],
        KeyUsage=r["keyUsage"],
        KeySpec=r["customerMasterKeySpec"],
        MultiRegion=r["multiRegion"],
    )["KeyMetadata"]
    r.client("kms").enable_key_rotation(KeyId=made["KeyId"])
    return {"id": made["KeyId"], "arn": made["Arn"]}


def replica_key(r):
    arn = r.ref("primaryKeyArn", "arn")
    home = r.client("kms", arn.split(":")[3])
    # By its id: moto finds no key of which it is given the ARN here, which AWS takes as well.
    made = home.replicate_key(KeyId=r.ref("primaryKeyArn"), ReplicaRegion=r.region, Description=r["description"])
    return {"id": made["ReplicaKeyMetadata"]["KeyId"], "arn": made["ReplicaKeyMetadata"]["Arn"]}


def alias(r):
    r.client("kms").create_alias(AliasName=r["name"], TargetKeyId=r.ref("targetKeyId"))


def secret(r):
    replicas = [{"Region": each["region"], "KmsKeyId": r.ref("replicas", "arn")} for each in r["replicas"]]
    made = r.client("secretsmanager").create_secret(
        Name=r["name"], KmsKeyId=r.ref("kmsKeyId", "arn"), AddReplicaRegions=replicas
    )
    return {"id": made["ARN"], "arn": made["ARN"]}


def secret_version(r):
    stages = {"VersionStages": r["versionStages"]} if "versionStages" in r.inputs else {}
    r.client("secretsmanager").put_secret_value(SecretId=r.ref("secretId"), SecretString="of-the-test", **stages)


def topic(r):
    arn = r.client("sns").create_topic(Name=r["name"])["TopicArn"]
    return {"id": arn, "arn": arn}


def subscription(r):
    r.client("sns").subscribe(TopicArn=r.ref("topic"), Protocol=r["protocol"], Endpoint=r["endpoint"])


def table(r):
    dynamodb = r.client("dynamodb")
    made = dynamodb.create_table(
        TableName=r["name"],
        AttributeDefinitions=[{"AttributeName": a["name"], "AttributeType": a["type"]} for a in r["attributes"]],
        KeySchema=[{"AttributeName": r["hashKey"], "KeyType": "HASH"}],
        BillingMode=r["billingMode"],
        StreamSpecification={"StreamEnabled": r["streamEnabled"], "StreamViewType": r["streamViewType"]},
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": r.ref("serverSideEncryption", "arn")},
        DeletionProtectionEnabled=r["deletionProtectionEnabled"],
    )["TableDescription"]
    replicas = [
        {"Create": {"RegionName": each["regionName"], "KMSMasterKeyId": r.ref("replicas", "arn")}}
        for each in r["replicas"]
    ]
    dynamodb.update_table(TableName=r["name"], ReplicaUpdates=replicas)
    dynamodb.update_continuous_backups(
        TableName=r["name"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    return {"id": r["name"], "arn": made["TableArn"]}
