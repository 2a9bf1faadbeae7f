
import accounts.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_organisations'),
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='序列')),
                ('last', models.PositiveBigIntegerField(default=0, verbose_name='末号')),
            ],
            options={
                'verbose_name': '编号序列',
                'verbose_name_plural': '编号序列',
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='案件编号')),
                ('kind', models.CharField(editable=False, max_length=30, verbose_name='类别')),
                ('title', models.CharField(max_length=200, verbose_name='事项')),
                ('state', django_fsm.FSMField(max_length=30, protected=True, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='版本')),
                ('regulation_id', models.CharField(blank=True, max_length=50, verbose_name='法规')),
                ('regulation_version', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='法规版本')),
                ('opened_at', models.DateTimeField(verbose_name='提出时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='最近到期日')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_cases', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.division', verbose_name='属地')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='office_cases', to='accounts.organisation', verbose_name='办理机关')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='accounts.organisation', verbose_name='申请单位')),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_cases', to='accounts.organisation', verbose_name='受理机关')),
            ],
            options={
                'verbose_name': '案件',
                'verbose_name_plural': '案件',
                'ordering': ['due_on', 'pk'],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('length', models.PositiveIntegerField(default=0, verbose_name='长度')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='末位摘要')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='chain_head', to='casework.case', verbose_name='案件')),
            ],
            options={
                'verbose_name': '记录链头',
                'verbose_name_plural': '记录链头',
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='时限')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('holder', models.CharField(max_length=20, verbose_name='责任人')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='期限')),
                ('unit', models.CharField(choices=[('working_days', '个工作日'), ('days', '日'), ('months', '个月'), ('years', '年')], max_length=20, verbose_name='单位')),
                ('bound', models.CharField(choices=[('within', '不超过'), ('at_least', '不少于'), ('before', '提前不少于')], max_length=10, verbose_name='性质')),
                ('warn_at', models.PositiveSmallIntegerField(verbose_name='提前提醒')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('started_on', models.DateField(verbose_name='起算日')),
                ('used', models.PositiveSmallIntegerField(default=0, verbose_name='已用')),
                ('due_on', models.DateField(verbose_name='到期日')),
                ('paused_on', models.DateField(null=True, verbose_name='暂停日')),
                ('estimated', models.BooleanField(default=False, verbose_name='预计')),
                ('progress', models.CharField(choices=[('running', '计时中'), ('paused', '已暂停'), ('done', '已办结')], default='running', max_length=10, verbose_name='进展')),
                ('ended_on', models.DateField(null=True, verbose_name='办结日')),
                ('late_by', models.PositiveSmallIntegerField(default=0, verbose_name='超期工作日')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='casework.case', verbose_name='案件')),
            ],
            options={
                'verbose_name': '时限',
                'verbose_name_plural': '时限',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DeadlineMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(choices=[('warned', '临期提醒'), ('due', '当日提醒'), ('overdue', '超期提醒'), ('escalated', '报上级')], max_length=10, verbose_name='标记')),
                ('on', models.DateField(verbose_name='日期')),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='casework.deadline')),
            ],
            options={
                'verbose_name': '时限标记',
                'verbose_name_plural': '时限标记',
            },
        ),
        migrations.CreateModel(
            name='DeadlineMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.DateField(verbose_name='原到期日')),
                ('new', models.DateField(verbose_name='现到期日')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='casework.deadline')),
            ],
            options={
                'verbose_name': '到期日变动',
                'verbose_name_plural': '到期日变动',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('act', models.CharField(max_length=40, verbose_name='动作')),
                ('source', models.CharField(blank=True, max_length=30, verbose_name='原状态')),
                ('target', models.CharField(max_length=30, verbose_name='新状态')),
                ('facts', models.TextField(help_text='规范 JSON', verbose_name='办理内容')),
                ('note_digest', models.CharField(blank=True, max_length=64, verbose_name='意见摘要')),
                ('token', models.UUIDField(editable=False, null=True, verbose_name='表单编号')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='前一摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('actor_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='办理人单位')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='casework.case', verbose_name='案件')),
            ],
            options={
                'verbose_name': '办理记录',
                'verbose_name_plural': '办理记录',
                'ordering': ['case', 'sequence'],
            },
        ),
        migrations.CreateModel(
            name='EventNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='意见')),
                ('public', models.BooleanField(default=True, verbose_name='申请单位可见')),
                ('salt', models.CharField(default='', editable=False, max_length=32)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='note', to='casework.event', verbose_name='记录')),
            ],
            options={
                'verbose_name': '办理意见',
                'verbose_name_plural': '办理意见',
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('parameters', models.JSONField(default=dict, verbose_name='参数')),
                ('status', models.CharField(choices=[('running', '进行中'), ('done', '已完成'), ('cancelled', '已取消')], default='running', max_length=10, verbose_name='状态')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('created_at', models.DateTimeField(verbose_name='开始时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
            ],
            options={
                'verbose_name': '批量任务',
                'verbose_name_plural': '批量任务',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='JobItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('waiting', '等待中'), ('running', '处理中'), ('done', '已完成'), ('failed', '未成功'), ('cancelled', '已取消')], default='waiting', editable=False, max_length=10, verbose_name='进展')),
                ('due_at', models.DateTimeField(verbose_name='可开始时间')),
                ('owner', models.UUIDField(editable=False, null=True, verbose_name='持有者')),
                ('lease_until', models.DateTimeField(editable=False, null=True, verbose_name='持有至')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='次数')),
                ('error', models.CharField(blank=True, editable=False, max_length=500, verbose_name='原因')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('payload', models.JSONField(default=dict, verbose_name='内容')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='casework.job', verbose_name='任务')),
            ],
            options={
                'verbose_name': '任务明细',
                'verbose_name_plural': '任务明细',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
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
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.case', verbose_name='案件')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.organisation', verbose_name='发文机关')),
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
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter_head', to='accounts.organisation', verbose_name='机关')),
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
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='casework.letter', verbose_name='通知书')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
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
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='casework.case', verbose_name='案件')),
                ('fixed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redrawn_as', to='casework.lot', verbose_name='重抽自')),
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
                ('drawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人')),
                ('lot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='casework.lot', verbose_name='抽签')),
            ],
            options={
                'verbose_name': '抽签结果',
                'verbose_name_plural': '抽签结果',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200, verbose_name='标题')),
                ('body', models.TextField(blank=True, verbose_name='内容')),
                ('link', models.CharField(blank=True, help_text='没有案件时，消息引向哪一页', max_length=200, verbose_name='页面')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读时间')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='casework.case', verbose_name='案件')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='casework.event', verbose_name='记录')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('waiting', '等待中'), ('running', '处理中'), ('done', '已完成'), ('failed', '未成功'), ('cancelled', '已取消')], default='waiting', editable=False, max_length=10, verbose_name='进展')),
                ('due_at', models.DateTimeField(verbose_name='可开始时间')),
                ('owner', models.UUIDField(editable=False, null=True, verbose_name='持有者')),
                ('lease_until', models.DateTimeField(editable=False, null=True, verbose_name='持有至')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='次数')),
                ('error', models.CharField(blank=True, editable=False, max_length=500, verbose_name='原因')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('channel', models.CharField(choices=[('email', '电子邮件'), ('sms', '短信')], max_length=10, verbose_name='方式')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='casework.notice', verbose_name='消息')),
            ],
            options={
                'verbose_name': '消息发送',
                'verbose_name_plural': '消息发送',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.BooleanField(default=True, verbose_name='电子邮件')),
                ('sms', models.BooleanField(default=False, verbose_name='短信')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preference', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '消息接收方式',
                'verbose_name_plural': '消息接收方式',
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
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='casework.case', verbose_name='案件')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='casework.publication', verbose_name='更正')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='accounts.organisation', verbose_name='发布单位')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '公告公示',
                'verbose_name_plural': '公告公示',
                'ordering': ['-published_at', '-pk'],
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
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='casework.publication', verbose_name='公示')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['submitted_at', 'pk'],
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
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='casework.case', verbose_name='案件')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
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
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='casework.case', verbose_name='案件')),
                ('destroyed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='销毁人')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='留存人')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='casework.material', verbose_name='替换')),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='material', to='casework.storedfile', verbose_name='文件')),
            ],
            options={
                'verbose_name': '材料',
                'verbose_name_plural': '材料',
                'ordering': ['case', 'key', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='file',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='casework.storedfile', verbose_name='文件'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['office', 'closed_at', 'due_on'], name='case_desk'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['owner', 'closed_at'], name='case_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['kind', 'state'], name='case_kind_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('regulation_id', ''), ('regulation_version', None)), models.Q(models.Q(('regulation_id', ''), _negated=True), ('regulation_version__isnull', False)), _connector='OR'), name='case_regulation_with_version'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(fields=['progress', 'due_on'], name='deadline_open'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.UniqueConstraint(condition=models.Q(('progress', 'done'), _negated=True), fields=('case', 'key'), name='deadline_open_once'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('progress', 'done')), models.Q(models.Q(('progress', 'done'), _negated=True), ('ended_on', None)), _connector='OR'), name='deadline_done_has_day'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_on__isnull', False), ('progress', 'paused')), models.Q(models.Q(('progress', 'paused'), _negated=True), ('paused_on', None)), _connector='OR'), name='deadline_paused_has_day'),
        ),
        migrations.AddConstraint(
            model_name='deadlinemark',
            constraint=models.UniqueConstraint(fields=('deadline', 'mark'), name='deadline_marked_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('case', 'sequence'), name='event_sequence_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('case', 'token'), name='event_form_once'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['status'], name='job_open'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('status', 'running')), models.Q(models.Q(('status', 'running'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='job_ended_has_time'),
        ),
        migrations.AddIndex(
            model_name='jobitem',
            index=models.Index(fields=['status', 'due_at'], name='jobitem_due'),
        ),
        migrations.AddIndex(
            model_name='jobitem',
            index=models.Index(fields=['job', 'status'], name='jobitem_of_job'),
        ),
        migrations.AddConstraint(
            model_name='jobitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('owner__isnull', False), ('status', 'running')), models.Q(models.Q(('status', 'running'), _negated=True), ('lease_until', None), ('owner', None)), _connector='OR'), name='jobitem_running_is_owned'),
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
            model_name='notice',
            index=models.Index(fields=['recipient', 'read_at'], name='notice_unread'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('recipient', 'event', 'subject'), name='notice_once_for_an_event'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['status', 'due_at'], name='delivery_due'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('owner__isnull', False), ('status', 'running')), models.Q(models.Q(('status', 'running'), _negated=True), ('lease_until', None), ('owner', None)), _connector='OR'), name='delivery_running_is_owned'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='delivery_once_a_channel'),
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
    ]
