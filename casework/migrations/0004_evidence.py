import accounts.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from casework.guards import keep


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_organisation_membership_historicalorganisation_and_more'),
        ('casework', '0003_append_only'),
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='种类')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='文号')),
                ('template', models.CharField(max_length=100, verbose_name='模板')),
                ('context', models.TextField(help_text='规范 JSON', verbose_name='打印内容')),
                ('issued_on', models.DateField(verbose_name='签发日期')),
                ('issued_at', models.DateTimeField(verbose_name='签发时间')),
            ],
            options={
                'verbose_name': '通知书',
                'verbose_name_plural': '通知书',
                'ordering': ['-issued_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=12, unique=True, verbose_name='机关代字')),
                ('contact', models.CharField(blank=True, max_length=100, verbose_name='联系方式')),
            ],
            options={
                'verbose_name': '公文文头',
                'verbose_name_plural': '公文文头',
            },
        ),
        migrations.CreateModel(
            name='LetterService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('portal', '平台送达'), ('handed', '直接送达'), ('mail', '邮寄送达')], max_length=10, verbose_name='方式')),
                ('outcome', models.CharField(choices=[('sent', '已送出'), ('received', '已签收'), ('deemed', '视为送达'), ('returned', '退回或拒收')], max_length=10, verbose_name='结果')),
                ('on', models.DateField(verbose_name='日期')),
                ('receipt', models.CharField(blank=True, max_length=200, verbose_name='凭据或说明')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
            ],
            options={
                'verbose_name': '送达记录',
                'verbose_name_plural': '送达记录',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('population', models.TextField(verbose_name='抽取范围')),
                ('rule', models.TextField(verbose_name='抽取规则')),
                ('digest', models.CharField(max_length=64, verbose_name='范围与规则摘要')),
                ('commitment', models.CharField(max_length=64, unique=True, verbose_name='种子承诺')),
                ('secret', accounts.fields.EncryptedText(verbose_name='种子')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='重抽原因')),
                ('fixed_at', models.DateTimeField(verbose_name='设定时间')),
            ],
            options={
                'verbose_name': '抽签',
                'verbose_name_plural': '抽签',
                'ordering': ['-fixed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LotResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(max_length=64, verbose_name='公开的种子')),
                ('public_value', models.CharField(blank=True, max_length=200, verbose_name='公共值')),
                ('drawn', models.TextField(help_text='规范 JSON', verbose_name='结果')),
                ('drawn_at', models.DateTimeField(verbose_name='抽取时间')),
            ],
            options={
                'verbose_name': '抽签结果',
                'verbose_name_plural': '抽签结果',
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='材料')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('instead', models.CharField(choices=[('none', '须提交材料'), ('commitment', '可告知承诺'), ('online', '可网络核验'), ('either', '可告知承诺或网络核验')], default='none', max_length=10, verbose_name='替代方式')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('added_at', models.DateTimeField(verbose_name='提交时间')),
                ('retention', models.CharField(choices=[('paper', '纸质材料'), ('electronic', '电子材料'), ('video', '视频资料')], default='electronic', max_length=12, verbose_name='保存类别')),
                ('keep_until', models.DateField(null=True, verbose_name='保存至')),
                ('hold_reason', models.CharField(blank=True, max_length=200, verbose_name='留存原因')),
                ('destroyed_on', models.DateField(null=True, verbose_name='销毁日期')),
            ],
            options={
                'verbose_name': '材料',
                'verbose_name_plural': '材料',
                'ordering': ['case', 'key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='回执编号')),
                ('secret_hash', models.CharField(max_length=64, verbose_name='查询码摘要')),
                ('token', models.UUIDField(unique=True, verbose_name='表单编号')),
                ('name', accounts.fields.EncryptedText(blank=True, verbose_name='姓名')),
                ('contact', accounts.fields.EncryptedText(blank=True, verbose_name='联系方式')),
                ('text', accounts.fields.EncryptedText(verbose_name='异议内容')),
                ('submitted_at', models.DateTimeField(verbose_name='提出时间')),
                ('upheld', models.BooleanField(null=True, verbose_name='异议成立')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['submitted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('announcement', '公告'), ('publicity', '公示')], max_length=15, verbose_name='类别')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(verbose_name='正文')),
                ('act', models.CharField(blank=True, max_length=40, verbose_name='期满动作')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('published_on', models.DateField(verbose_name='发布日期')),
                ('working_days', models.PositiveSmallIntegerField(null=True, verbose_name='公示工作日')),
                ('closes_on', models.DateField(null=True, verbose_name='截止日期')),
                ('estimated', models.BooleanField(default=False, verbose_name='预计')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('status', models.CharField(choices=[('open', '公示中'), ('published', '已发布'), ('cleared', '公示期满，无异议'), ('corrected', '已更正'), ('withdrawn', '已撤下')], max_length=10, verbose_name='状态')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('end_reason', models.CharField(blank=True, max_length=200, verbose_name='更正或撤下原因')),
            ],
            options={
                'verbose_name': '公告公示',
                'verbose_name_plural': '公告公示',
                'ordering': ['-published_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255, verbose_name='文件名')),
                ('kind', models.CharField(choices=[('pdf', 'PDF 文档'), ('jpg', 'JPG 图片'), ('png', 'PNG 图片'), ('docx', 'Word 文档'), ('xlsx', 'Excel 工作簿')], max_length=10, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('pages', models.PositiveIntegerField(null=True, verbose_name='页数')),
                ('stored_at', models.DateTimeField(verbose_name='提交时间')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.case', verbose_name='案件'),
        ),
        migrations.AddField(
            model_name='letter',
            name='issued_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人'),
        ),
        migrations.AddField(
            model_name='letter',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.organisation', verbose_name='发文机关'),
        ),
        migrations.AddField(
            model_name='letterhead',
            name='office',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter_head', to='accounts.organisation', verbose_name='机关'),
        ),
        migrations.AddField(
            model_name='letterservice',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='casework.letter', verbose_name='通知书'),
        ),
        migrations.AddField(
            model_name='letterservice',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
        migrations.AddField(
            model_name='lot',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='casework.case', verbose_name='案件'),
        ),
        migrations.AddField(
            model_name='lot',
            name='fixed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人'),
        ),
        migrations.AddField(
            model_name='lot',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redrawn_as', to='casework.lot', verbose_name='重抽自'),
        ),
        migrations.AddField(
            model_name='lotresult',
            name='drawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人'),
        ),
        migrations.AddField(
            model_name='lotresult',
            name='lot',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='casework.lot', verbose_name='抽签'),
        ),
        migrations.AddField(
            model_name='material',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
        ),
        migrations.AddField(
            model_name='material',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='casework.case', verbose_name='案件'),
        ),
        migrations.AddField(
            model_name='material',
            name='destroyed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='销毁人'),
        ),
        migrations.AddField(
            model_name='material',
            name='held_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='留存人'),
        ),
        migrations.AddField(
            model_name='material',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='casework.material', verbose_name='替换'),
        ),
        migrations.AddField(
            model_name='objection',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人'),
        ),
        migrations.AddField(
            model_name='publication',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='casework.case', verbose_name='案件'),
        ),
        migrations.AddField(
            model_name='publication',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='casework.publication', verbose_name='更正'),
        ),
        migrations.AddField(
            model_name='publication',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AddField(
            model_name='publication',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='accounts.organisation', verbose_name='发布单位'),
        ),
        migrations.AddField(
            model_name='publication',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人'),
        ),
        migrations.AddField(
            model_name='objection',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='casework.publication', verbose_name='公示'),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='casework.case', verbose_name='案件'),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='stored_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人'),
        ),
        migrations.AddField(
            model_name='material',
            name='file',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='material', to='casework.storedfile', verbose_name='文件'),
        ),
        migrations.AddField(
            model_name='letter',
            name='file',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='casework.storedfile', verbose_name='文件'),
        ),
        migrations.AddConstraint(
            model_name='letterservice',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__in', ['received', 'deemed'])), fields=('letter',), name='letter_served_once', violation_error_message='这份通知书已经记录送达。'),
        ),
        migrations.AddConstraint(
            model_name='letterservice',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'sent'), models.Q(('receipt', ''), _negated=True), _connector='OR'), name='letter_service_has_receipt', violation_error_message='请写明签收人、邮寄单号，或视为送达、退回的原因。'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('replaces', None)), models.Q(('replaces__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='lot_redraw_has_reason', violation_error_message='重新抽取须写明原因。'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['status', 'closes_on'], name='publication_due'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_on__isnull', False), ('kind', 'publicity'), ('working_days__gte', 1)), models.Q(('closes_on', None), ('kind', 'announcement'), ('working_days', None)), _connector='OR'), name='publication_window_for_publicity', violation_error_message='公示须有期限，公告没有期限。'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['corrected', 'withdrawn']), models.Q(('kind', 'publicity'), ('status__in', ['open', 'cleared'])), models.Q(('kind', 'announcement'), ('status', 'published')), _connector='OR'), name='publication_status_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['corrected', 'withdrawn']), models.Q(('end_reason', ''), _negated=True)), models.Q(models.Q(('status__in', ['corrected', 'withdrawn']), _negated=True), ('end_reason', '')), _connector='OR'), name='publication_taken_back_has_reason', violation_error_message='更正或撤下须写明原因。'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('upheld', None)), models.Q(('answered_at__isnull', False), ('upheld__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answered_whole', violation_error_message='答复须写明异议是否成立和理由。'),
        ),
        migrations.AddIndex(
            model_name='material',
            index=models.Index(fields=['destroyed_on', 'keep_until'], name='material_to_destroy'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('instead', 'none')), models.Q(('file', None), ('instead__in', ['commitment', 'online']), models.Q(('note', ''), _negated=True)), _connector='OR'), name='material_is_file_or_stand_in', violation_error_message='请上传文件，或写明告知承诺、网络核验的内容。'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replaces', None), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='material_first_version_replaces_nothing'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_by', None), ('hold_reason', '')), models.Q(('held_by__isnull', False), models.Q(('hold_reason', ''), _negated=True)), _connector='OR'), name='material_hold_has_reason', violation_error_message='留存须写明原因。'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('destroyed_on', None), models.Q(('destroyed_on__gt', models.F('keep_until')), ('held_by', None), ('keep_until__isnull', False)), _connector='OR'), name='material_destroyed_only_after_its_time', violation_error_message='材料未到保存期限或被留存，不能销毁。'),
        ),
        keep('casework_storedfile'),
        keep(
            'casework_material',
            'case_id', 'key', 'title', 'version', 'replaces_id', 'file_id', 'instead', 'note',
            'added_by_id', 'added_at', 'retention',
            final='OLD.destroyed_on IS NOT NULL OR (OLD.keep_until IS NOT NULL AND '
            '(NEW.keep_until IS NULL OR NEW.keep_until < OLD.keep_until))',
        ),
        keep('casework_letter'),
        keep('casework_letterservice'),
        # The secret may be encrypted anew; the commitment shows any other change.
        keep(
            'casework_lot',
            'purpose', 'case_id', 'population', 'rule', 'digest', 'commitment', 'replaces_id',
            'reason', 'fixed_by_id', 'fixed_at',
        ),
        keep('casework_lotresult'),
        keep(
            'casework_publication',
            'kind', 'title', 'body', 'office_id', 'case_id', 'act', 'published_by_id',
            'published_at', 'published_on', 'working_days', 'basis', 'corrects_id',
        ),
        # What is encrypted may be encrypted anew, or erased when the law says so.
        keep(
            'casework_objection',
            'publication_id', 'number', 'secret_hash', 'token', 'submitted_at',
            final='OLD.answered_at IS NOT NULL AND (OLD.answer <> NEW.answer OR '
            'OLD.upheld <> NEW.upheld OR NEW.answered_at IS NULL)',
        ),
    ]
