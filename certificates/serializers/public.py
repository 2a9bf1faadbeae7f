"""What the public API of certificates takes and answers."""

from rest_framework import serializers

from certificates.enums import CertificateStatus, Verdict

FORMS = "只填 certificate_number、id_number 中的一项。"


class LookupQuerySerializer(serializers.Serializer):
    """Two exact things: the name, and one of the numbers."""

    name = serializers.CharField(label="姓名", max_length=50)
    certificate_number = serializers.CharField(label="证书编号", max_length=40, required=False)
    id_number = serializers.CharField(label="证件号码", max_length=40, required=False)

    def validate(self, attrs: dict) -> dict:
        """Exactly one number."""
        if len({"certificate_number", "id_number"} & attrs.keys()) != 1:
            raise serializers.ValidationError(FORMS)
        return attrs


class HistorySerializer(serializers.Serializer):
    """A change of status."""

    since = serializers.DateField(source="on", label="自")
    status = serializers.CharField(label="状态", source="label")
    reason = serializers.CharField(label="原因")


class CertificateSerializer(serializers.Serializer):
    """Every printed field, the ID number masked."""

    certificate_number = serializers.CharField(source="number", label="证书编号")
    status = serializers.ChoiceField(
        CertificateStatus.choices, source="standing.status", label="状态"
    )
    status_since = serializers.DateField(source="standing.since", label="状态自")
    name = serializers.CharField(source="printed.name", label="姓名")
    document = serializers.CharField(source="printed.document", label="证件类型")
    id_number = serializers.CharField(source="printed.id_number", label="证件号码（部分隐去）")
    occupation = serializers.CharField(source="printed.occupation", label="职业名称")
    work_type = serializers.CharField(source="printed.work_type", label="工种/职业方向")
    level = serializers.CharField(source="printed.level", label="职业技能等级")
    agency = serializers.CharField(source="printed.agency", label="评价机构")
    issued_on = serializers.DateField(label="发证日期")
    print_serial = serializers.CharField(source="printed.print_serial", label="证书印制流水码")
    remark = serializers.CharField(source="printed.remark", label="备注")
    edition = serializers.IntegerField(label="版次")
    history = HistorySerializer(many=True, label="状态记录")


class LookupSerializer(serializers.Serializer):
    """The certificates that fit; by certificate number there is one."""

    results = CertificateSerializer(many=True)


class StatusSerializer(serializers.Serializer):
    """The status of a number, without personal data."""

    certificate_number = serializers.CharField(source="number", label="证书编号")
    status = serializers.ChoiceField(CertificateStatus.choices, label="状态")
    status_since = serializers.DateField(source="standing_since", label="状态自")


class FileSerializer(serializers.Serializer):
    """The PDF that is to be checked."""

    file = serializers.FileField(label="证书文件")


class ComparedSerializer(serializers.Serializer):
    """A printed field of the file beside the record; ID numbers are masked."""

    field = serializers.CharField(source="key", label="项目")
    printed = serializers.CharField(label="文件上")
    recorded = serializers.CharField(label="登记")
    same = serializers.BooleanField(label="一致")


class SignatureSerializer(serializers.Serializer):
    """The electronic signature of the file."""

    intact = serializers.BooleanField(label="签名有效且签名后没有改动")
    signer = serializers.CharField(label="签名人")
    signed_at = serializers.DateTimeField(source="at", allow_null=True, label="签名时间")
    explanation = serializers.CharField(source="said", label="说明")


class FileCheckSerializer(serializers.Serializer):
    """What the file is. `authentic`: as it was issued, the newest edition, and in force."""

    authentic = serializers.BooleanField(source="is_authentic", label="真实有效")
    verdict = serializers.ChoiceField(Verdict.choices, label="结论")
    explanation = serializers.CharField(source="said", label="说明")
    sha256 = serializers.CharField(label="SHA-256")
    signature = SignatureSerializer(source="seal", label="电子签名")
    certificate = CertificateSerializer(source="card", allow_null=True, label="登记的证书")
    fields_compared = ComparedSerializer(source="compared", many=True, label="逐项核对")
    traces = serializers.ListField(child=serializers.CharField(), label="其他改动痕迹")


class ProblemSerializer(serializers.Serializer):
    """What is wrong, in Chinese."""

    detail = serializers.CharField(label="说明")
