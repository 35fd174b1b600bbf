"""Holds recorded resources against botocore's models of AWS's API and cfn-lint's of CloudFormation.

Does not prove that AWS takes them: the models know members, types, lengths, enums and few patterns, and nothing of an account.
"""
import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import botocore.session

session = botocore.session.get_session()
models = {}


def tags(inputs, kind):
    listed = [{"Key": key, "Value": value} for key, value in inputs.get("tags", {}).items()]
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": listed}]} if listed else {}


def pick(inputs, *names, **renamed):
    """Members of the API whose names are those of the inputs, or `api=input`."""
    pairs = [(name, name) for name in names] + list(renamed.items())
    return {api: inputs[own] for api, own in pairs if inputs.get(own) is not None}


def pascal(value):
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: pascal(inner) for key, inner in value.items()}
    return [pascal(inner) for inner in value] if isinstance(value, list) else value


def eks_tags(inputs):
    return {"tags": inputs["tags"]} if inputs.get("tags") else {}


def cluster(one):
    inputs, vpc = one["inputs"], one["inputs"]["vpcConfig"]
    encryption = inputs["encryptionConfig"]
    return {
        **pick(inputs, "name", "version", "roleArn", "accessConfig", "bootstrapSelfManagedAddons", "kubernetesNetworkConfig"),
        **pick(inputs, "computeConfig", "storageConfig", "upgradePolicy", "deletionProtection", "zonalShiftConfig"),
        "resourcesVpcConfig": vpc,
        "encryptionConfig": [{"provider": encryption["provider"], "resources": encryption["resources"]}],
        "logging": {"clusterLogging": [{"types": inputs["enabledClusterLogTypes"], "enabled": True}]},
        **eks_tags(inputs),
    }


def node_group(one):
    inputs = one["inputs"]
    template = inputs["launchTemplate"]
    return {
        **pick(inputs, "clusterName", "instanceTypes", "amiType", "capacityType", "version", "releaseVersion", "scalingConfig"),
        **pick(inputs, "updateConfig", "nodeRepairConfig", subnets="subnetIds", nodeRole="nodeRoleArn"),
        **({"labels": inputs["labels"]} if inputs.get("labels") else {}),
        **({"taints": inputs["taints"]} if inputs.get("taints") else {}),
        # Pulumi adds seven digits.
        "nodegroupName": one["name"] + "-1234567",
        "launchTemplate": {"id": "lt-0a1b2c3d4e5f60718", "version": template["version"]},
        **eks_tags(inputs),
    }


def rule(one):
    inputs = one["inputs"]
    source = inputs.get("referencedSecurityGroupId")
    permission = {
        **pascal(pick(inputs, "ipProtocol", "fromPort", "toPort")),
        **({"UserIdGroupPairs": [{"GroupId": source, "Description": inputs["description"]}]} if source else {}),
        **({"IpRanges": [{"CidrIp": inputs["cidrIpv4"], "Description": inputs["description"]}]} if not source else {}),
    }
    return {"GroupId": inputs["securityGroupId"], "IpPermissions": [permission]}


def launch_template(one):
    inputs = one["inputs"]
    devices = [
        {
            "DeviceName": device["deviceName"],
            "Ebs": {
                "Encrypted": device["ebs"]["encrypted"] == "true",
                "DeleteOnTermination": device["ebs"]["deleteOnTermination"] == "true",
                "VolumeType": device["ebs"]["volumeType"],
                **pick(device["ebs"], VolumeSize="volumeSize", KmsKeyId="kmsKeyId"),
            },
        }
        for device in inputs["blockDeviceMappings"]
    ]
    data = {
        "MetadataOptions": pascal(inputs["metadataOptions"]),
        "BlockDeviceMappings": devices,
        "SecurityGroupIds": inputs["vpcSecurityGroupIds"],
        "TagSpecifications": [
            tags({"tags": spec["tags"]}, spec["resourceType"])["TagSpecifications"][0] for spec in inputs["tagSpecifications"]
        ],
    }
    return {"LaunchTemplateName": one["name"] + "-1234567", "LaunchTemplateData": data}


def ec2(kind, *names, **renamed):
    return lambda one: {**pascal(pick(one["inputs"], *names)), **pick(one["inputs"], **renamed), **tags(one["inputs"], kind)}


def iam_role(one):
    inputs = one["inputs"]
    listed = [{"Key": key, "Value": value} for key, value in inputs.get("tags", {}).items()]
    return {
        "RoleName": one["name"] + "-1234567",
        "AssumeRolePolicyDocument": inputs["assumeRolePolicy"],
        **pick(inputs, Description="description", Path="path", PermissionsBoundary="permissionsBoundary"),
        **({"Tags": listed} if listed else {}),
    }


def addon(one):
    names = ("clusterName", "addonName", "addonVersion", "configurationValues", "podIdentityAssociations")
    return {**pick(one["inputs"], *names, resolveConflicts="resolveConflictsOnCreate"), **eks_tags(one["inputs"])}


def endpoint(one):
    names = ("vpcId", "serviceName", "vpcEndpointType", "subnetIds", "securityGroupIds", "routeTableIds", "privateDnsEnabled")
    return {**pascal(pick(one["inputs"], *names)), **tags(one["inputs"], "vpc-endpoint")}


def flow_log(one):
    inputs = one["inputs"]
    names = {"LogDestination": "logDestination", "LogDestinationType": "logDestinationType", "TrafficType": "trafficType"}
    more = {"DeliverLogsPermissionArn": "iamRoleArn", "MaxAggregationInterval": "maxAggregationInterval"}
    return {"ResourceIds": [inputs["vpcId"]], "ResourceType": "VPC", **pick(inputs, **names, **more), **tags(inputs, "vpc-flow-log")}


# Type -> the calls that make it: service, operation, parameters.
calls = {
    "Vpc": [("ec2", "CreateVpc", ec2("vpc", "cidrBlock"))],
    "Subnet": [("ec2", "CreateSubnet", ec2("subnet", "vpcId", "cidrBlock", "availabilityZone"))],
    "InternetGateway": [("ec2", "CreateInternetGateway", ec2("internet-gateway"))],
    "Eip": [("ec2", "AllocateAddress", ec2("elastic-ip", "domain"))],
    "NatGateway": [("ec2", "CreateNatGateway", ec2("natgateway", "subnetId", "allocationId"))],
    "RouteTable": [("ec2", "CreateRouteTable", ec2("route-table", "vpcId"))],
    "Route": [("ec2", "CreateRoute", ec2("", "routeTableId", "destinationCidrBlock", "gatewayId", "natGatewayId"))],
    "RouteTableAssociation": [("ec2", "AssociateRouteTable", ec2("", "routeTableId", "subnetId"))],
    "SecurityGroup": [
        ("ec2", "CreateSecurityGroup", lambda one: {"GroupName": one["name"], **ec2("security-group", "description", "vpcId")(one)})
    ],
    "SecurityGroupIngressRule": [("ec2", "AuthorizeSecurityGroupIngress", rule)],
    "SecurityGroupEgressRule": [("ec2", "AuthorizeSecurityGroupEgress", rule)],
    "LaunchTemplate": [("ec2", "CreateLaunchTemplate", launch_template)],
    "FlowLog": [("ec2", "CreateFlowLogs", flow_log)],
    "VpcEndpoint": [("ec2", "CreateVpcEndpoint", endpoint)],
    "Cluster": [("eks", "CreateCluster", cluster)],
    "NodeGroup": [("eks", "CreateNodegroup", node_group)],
    "Addon": [("eks", "CreateAddon", addon)],
    "AccessEntry": [
        ("eks", "CreateAccessEntry", lambda one: {**pick(one["inputs"], "clusterName", "principalArn", "kubernetesGroups", "type"), **eks_tags(one["inputs"])})
    ],
    "AccessPolicyAssociation": [
        ("eks", "AssociateAccessPolicy", lambda one: pick(one["inputs"], "clusterName", "principalArn", "policyArn", "accessScope"))
    ],
    "PodIdentityAssociation": [
        ("eks", "CreatePodIdentityAssociation", lambda one: {**pick(one["inputs"], "clusterName", "namespace", "serviceAccount", "roleArn"), **eks_tags(one["inputs"])})
    ],
    "Role": [("iam", "CreateRole", iam_role)],
    "RolePolicy": [
        ("iam", "PutRolePolicy", lambda one: {"PolicyName": one["name"] + "-1234567", **pick(one["inputs"], RoleName="role", PolicyDocument="policy")})
    ],
    "RolePolicyAttachment": [("iam", "AttachRolePolicy", lambda one: pick(one["inputs"], RoleName="role", PolicyArn="policyArn"))],
    "Key": [("kms", "CreateKey", lambda one: {**pick(one["inputs"], Description="description")})],
    "Alias": [("kms", "CreateAlias", lambda one: pick(one["inputs"], AliasName="name", TargetKeyId="targetKeyId"))],
    "LogGroup": [
        ("logs", "CreateLogGroup", lambda one: {**pick(one["inputs"], logGroupName="name", kmsKeyId="kmsKeyId"), **eks_tags(one["inputs"])}),
        ("logs", "PutRetentionPolicy", lambda one: pick(one["inputs"], logGroupName="name", retentionInDays="retentionInDays")),
    ],
    # AWS makes it with the VPC; it is emptied, which needs no call where it has no rules of others.
    "DefaultSecurityGroup": [],
}


def violations(shape, value, at):
    """What the model says against a value: members, types, lengths, sizes, enums and patterns."""
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            return [f"{at}: no structure"]
        missing = [f"{at}: {name} is missing" for name in shape.required_members if name not in value]
        unknown = [f"{at}: {name} is unknown" for name in value if name not in shape.members]
        inner = [v for name, one in value.items() if name in shape.members for v in violations(shape.members[name], one, f"{at}.{name}")]
        return missing + unknown + inner
    length = len(value) if isinstance(value, (str, list, dict)) else value
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    sized = isinstance(length, (int, float)) and not isinstance(length, bool)
    found = [f"{at}: {length} is outside {low}-{high}"] if sized and ((low is not None and length < low) or (high is not None and length > high)) else []
    if kind == "list":
        if not isinstance(value, list):
            return [f"{at}: no list"]
        return found + [v for index, one in enumerate(value) for v in violations(shape.member, one, f"{at}[{index}]")]
    if kind == "map":
        if not isinstance(value, dict):
            return [f"{at}: no map"]
        return found + [v for key, one in value.items() for v in violations(shape.key, key, f"{at}.{key}") + violations(shape.value, one, f"{at}.{key}")]
    if kind == "string":
        if not isinstance(value, str):
            return [f"{at}: {value!r} is no string"]
        if getattr(shape, "enum", None) and value not in shape.enum:
            found.append(f"{at}: {value!r} is none of the enum")
        pattern = shape.metadata.get("pattern")
        if pattern and not matches(pattern, value):
            found.append(f"{at}: {value!r} is not of the pattern {pattern}")
        return found
    wanted = {"boolean": bool, "integer": int, "long": int}.get(kind)
    return found + ([f"{at}: {value!r} is no {kind}"] if wanted and not isinstance(value, wanted) else [])


def matches(pattern, value):
    # Java's and Ruby's spelling of some classes of characters.
    plain = pattern.replace("\\p{L}", "A-Za-z").replace("\\p{Z}", " ").replace("\\p{N}", "0-9")
    try:
        return re.fullmatch(plain, value) is not None
    except re.error:
        return True


def check_calls(name, resources):
    count, found = 0, []
    for one in resources:
        kind = one["type"].split(":")[-1]
        if kind not in calls:
            found.append(f"{name}: {kind} is not mapped")
        for service, operation, compute in calls.get(kind, []):
            models.setdefault(service, session.get_service_model(service))
            shape = models[service].operation_model(operation).input_shape
            count += 1
            found += violations(shape, compute(one), f"{name}: {one['name']}: {operation}")
    return count, found


def template(resources):
    """CloudFormation knows better than the API's model which values there are: images, logs, sizes."""
    made = {}

    def add(one, kind, properties):
        made[re.sub(r"[^A-Za-z0-9]", "", f"{kind.split('::')[-1]} {one['name']}")] = {"Type": kind, "Properties": properties}

    for one in resources:
        kind, inputs = one["type"].split(":")[-1], one["inputs"]
        if kind == "Vpc":
            add(one, "AWS::EC2::VPC", pascal(pick(inputs, "cidrBlock", "enableDnsSupport", "enableDnsHostnames")))
        elif kind == "Subnet":
            add(one, "AWS::EC2::Subnet", {"VpcId": "vpc-0a1b2c3d", **pascal(pick(inputs, "cidrBlock", "availabilityZone"))})
        elif kind == "LogGroup":
            add(one, "AWS::Logs::LogGroup", pick(inputs, LogGroupName="name", RetentionInDays="retentionInDays", KmsKeyId="kmsKeyId"))
        elif kind == "FlowLog":
            params = {key: value for key, value in flow_log(one).items() if key not in ("ResourceIds", "TagSpecifications")}
            add(one, "AWS::EC2::FlowLog", {"ResourceId": "vpc-0a1b2c3d", **params})
        elif kind == "Role":
            properties = {"AssumeRolePolicyDocument": json.loads(inputs["assumeRolePolicy"]), **pick(inputs, Path="path")}
            add(one, "AWS::IAM::Role", properties)
        elif kind == "NodeGroup":
            params = {key: value for key, value in node_group(one).items() if key not in ("tags", "labels", "taints")}
            taints = pascal(node_group(one).get("taints", []))
            subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
            more = {"Labels": inputs.get("labels", {}), "Taints": taints, "Subnets": subnets}
            force = {"ForceUpdateEnabled": True} if inputs.get("forceUpdateVersion") else {}
            add(one, "AWS::EKS::Nodegroup", {**pascal(params), **more, **force})
        elif kind == "Addon":
            params = {key: value for key, value in addon(one).items() if key != "tags"}
            add(one, "AWS::EKS::Addon", pascal(params))
        elif kind == "Cluster":
            params = {key: value for key, value in cluster(one).items() if key not in ("tags", "logging", "resourcesVpcConfig")}
            logs = [{"Type": log} for log in inputs["enabledClusterLogTypes"]]
            network = {**pascal(inputs["vpcConfig"]), "SubnetIds": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]}
            properties = {"ResourcesVpcConfig": network, "Logging": {"ClusterLogging": {"EnabledTypes": logs}}}
            add(one, "AWS::EKS::Cluster", {**pascal(params), **properties})
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}


def lint(name, resources, region):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        file.write_text(json.dumps(template(resources)))
        command = [str(Path(sys.executable).parent / "cfn-lint"), "--format", "json", "--ignore-checks", "W", "--regions", region, "--", str(file)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.stderr.strip():
            return [f"{name}: cfn-lint: {result.stderr.strip()}"]
        found = json.loads(result.stdout or "[]")
        return [f"{name}: {one['Rule']['Id']} {'/'.join(map(str, one['Location']['Path'] or []))}: {one['Message']}" for one in found]


def plant(resources, kind, change):
    planted = copy.deepcopy(resources)
    change(next(one for one in planted if one["type"].endswith(":" + kind))["inputs"])
    return planted


def check_controls(resources):
    """Faults that are put in on purpose: a check that does not find them proves nothing."""
    faults = {
        "labels.team: 0 is outside 1-63": ("NodeGroup", lambda inputs: inputs.update(labels={"team": ""})),
        "amiType: 'AL2024' is none of the enum": ("NodeGroup", lambda inputs: inputs.update(amiType="AL2024")),
        "roleArn is missing": ("Cluster", lambda inputs: inputs.update(roleArn=None)),
        "tags: 51 is outside 1-50": ("Cluster", lambda inputs: inputs.update(tags={str(n): "x" for n in range(51)})),
        "TrafficType: 'DENY' is none of the enum": ("FlowLog", lambda inputs: inputs.update(trafficType="DENY")),
        "45 is not one of": ("LogGroup", lambda inputs: inputs.update(retentionInDays=45)),
        "'audits' is not one of": ("Cluster", lambda inputs: inputs.update(enabledClusterLogTypes=["audits"])),
    }
    missed = []
    for wanted, (kind, change) in faults.items():
        planted = plant(resources, kind, change)
        found = check_calls("control", planted)[1] + lint("control", planted, "eu-west-1")
        if not any(wanted in one for one in found):
            missed.append(f"control: {wanted!r} is not found, but {found}")
    return missed


def main(file):
    recorded = json.loads(Path(file).read_text())
    total, found = 0, check_controls(recorded["own keys and flow logs"])
    for name, resources in recorded.items():
        region = next(one["inputs"]["region"] for one in resources if "region" in one["inputs"])
        count, problems = check_calls(name, resources)
        total += count
        found += problems + lint(name, resources, region)
    print("\n".join(found))
    print(f"{len(recorded)} variants, {total} calls, {len(recorded)} templates: {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
