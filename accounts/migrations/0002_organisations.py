
import accounts.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_users'),
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('manager', '管理员'), ('clerk', '经办人'), ('assessor', '考评员'), ('writer', '命题人员'), ('scorer', '登分人员'), ('acceptor', '受理'), ('reviewer', '审核'), ('signer', '签发'), ('expert', '专家'), ('supervisor', '外部质量督导员')], max_length=20, verbose_name='角色')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '成员',
                'verbose_name_plural': '成员',
                'ordering': ['organisation', 'user', 'role'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDelegation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(verbose_name='至')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('delegate', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.membership', verbose_name='被代理角色')),
            ],
            options={
                'verbose_name': '变更记录',
                'verbose_name_plural': '变更记录',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='单位名称')),
                ('kind', models.CharField(choices=[('hrss', '人力资源社会保障部门'), ('centre', '技能人才评价管理机构'), ('employment', '公共就业服务机构主管部门'), ('enterprise', '企业'), ('association', '行业协会'), ('university', '高等院校'), ('technical_school', '技工院校'), ('private_school', '民办职业培训机构')], max_length=20, verbose_name='单位类别')),
                ('code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('tier', models.CharField(blank=True, choices=[('province', '省级'), ('city', '市级'), ('county', '县级')], max_length=10, verbose_name='层级')),
                ('affiliation', models.CharField(blank=True, choices=[('central', '中央在地单位'), ('province', '省属单位'), ('city', '市属单位'), ('county', '县（市、区）属单位')], max_length=10, verbose_name='隶属关系')),
                ('status', models.CharField(choices=[('pending', '待确认'), ('active', '正常'), ('refused', '未予确认'), ('withdrawn', '已撤回登记'), ('merged', '已合并'), ('closed', '已注销')], default='pending', max_length=10, verbose_name='状态')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='登记时间')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.division', verbose_name='所在地（管辖区域）')),
                ('entrusted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='委托机关')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='并入单位')),
                ('superior', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='上级机关')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['division__code', 'name'],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation', verbose_name='单位'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='邮箱')),
                ('roles', models.JSONField(verbose_name='角色')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='邀请时间')),
                ('sent_at', models.DateTimeField(verbose_name='发出时间')),
                ('undelivered', models.BooleanField(default=False, verbose_name='邮件未能发出')),
                ('expires_at', models.DateTimeField(verbose_name='失效时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='接受时间')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接受人')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='邀请人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': '邀请',
                'verbose_name_plural': '邀请',
                'ordering': ['-sent_at'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOrganisation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='单位名称')),
                ('kind', models.CharField(choices=[('hrss', '人力资源社会保障部门'), ('centre', '技能人才评价管理机构'), ('employment', '公共就业服务机构主管部门'), ('enterprise', '企业'), ('association', '行业协会'), ('university', '高等院校'), ('technical_school', '技工院校'), ('private_school', '民办职业培训机构')], max_length=20, verbose_name='单位类别')),
                ('code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('tier', models.CharField(blank=True, choices=[('province', '省级'), ('city', '市级'), ('county', '县级')], max_length=10, verbose_name='层级')),
                ('affiliation', models.CharField(blank=True, choices=[('central', '中央在地单位'), ('province', '省属单位'), ('city', '市属单位'), ('county', '县（市、区）属单位')], max_length=10, verbose_name='隶属关系')),
                ('status', models.CharField(choices=[('pending', '待确认'), ('active', '正常'), ('refused', '未予确认'), ('withdrawn', '已撤回登记'), ('merged', '已合并'), ('closed', '已注销')], default='pending', max_length=10, verbose_name='状态')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='登记时间')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('division', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.division', verbose_name='所在地（管辖区域）')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entrusted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation', verbose_name='委托机关')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation', verbose_name='并入单位')),
                ('superior', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation', verbose_name='上级机关')),
            ],
            options={
                'verbose_name': '变更记录',
                'verbose_name_plural': '变更记录',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('manager', '管理员'), ('clerk', '经办人'), ('assessor', '考评员'), ('writer', '命题人员'), ('scorer', '登分人员'), ('acceptor', '受理'), ('reviewer', '审核'), ('signer', '签发'), ('expert', '专家'), ('supervisor', '外部质量督导员')], max_length=20, verbose_name='角色')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': '变更记录',
                'verbose_name_plural': '变更记录',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='受理编号')),
                ('kind', models.CharField(choices=[('access', '查阅、复制我的信息'), ('correct', '更正、补充我的信息'), ('delete', '删除我的信息'), ('explain', '说明处理规则')], max_length=10, verbose_name='事项')),
                ('name', accounts.fields.EncryptedText(verbose_name='姓名')),
                ('document_kind', models.CharField(choices=[('id_card', '居民身份证'), ('officer', '军官证'), ('hong_kong_macao', '港澳居民来往内地通行证'), ('taiwan', '台湾居民来往大陆通行证'), ('foreign_resident', '外国人永久居留身份证'), ('passport', '护照')], max_length=20, verbose_name='证件类型')),
                ('document_number', accounts.fields.EncryptedText(verbose_name='证件号码')),
                ('document_hash', accounts.fields.LookupHash(of='document_number', purpose='id_number')),
                ('contact', accounts.fields.EncryptedText(verbose_name='联系方式')),
                ('detail', accounts.fields.EncryptedText(blank=True, verbose_name='具体要求')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('progress', models.CharField(choices=[('received', '待核实身份'), ('proven', '身份已核实'), ('answered', '已答复'), ('refused', '未予办理')], default='received', max_length=10, verbose_name='进展')),
                ('proof', models.CharField(blank=True, max_length=200, verbose_name='身份核实方式')),
                ('answer', accounts.fields.EncryptedText(blank=True, verbose_name='答复')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='办理机关')),
            ],
            options={
                'verbose_name': '个人信息申请',
                'verbose_name_plural': '个人信息申请',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_at', models.DateTimeField(verbose_name='决定时间')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('evidence', models.TextField(verbose_name='依据材料')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appointment', to='accounts.invitation', verbose_name='邀请')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='决定机关')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='accounts.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': '管理员指定',
                'verbose_name_plural': '管理员指定',
                'ordering': ['-decided_at'],
            },
        ),
        migrations.CreateModel(
            name='Unmasking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('record', models.CharField(help_text='应用.模型:主键', max_length=60, verbose_name='记录')),
                ('field', models.CharField(max_length=40, verbose_name='数据项')),
                ('label', models.CharField(max_length=200, verbose_name='查看内容')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unmaskings', to='accounts.organisation', verbose_name='查看人单位')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
            ],
            options={
                'verbose_name': '查看个人信息记录',
                'verbose_name_plural': '查看个人信息记录',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(verbose_name='至')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='accounts.membership', verbose_name='被代理角色')),
            ],
            options={
                'verbose_name': '代理',
                'verbose_name_plural': '代理',
                'ordering': ['-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='delegation_ends_after_it_begins', violation_error_message='结束日期不能早于开始日期。')],
            },
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('status__in', ['refused', 'withdrawn', 'merged', 'closed']), _negated=True)), fields=('code',), name='organisation_code_once', violation_error_message='这个统一社会信用代码已经登记。'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('hrss', 'centre', 'employment')), models.Q(('tier', ''), _negated=True), ('affiliation', '')), models.Q(models.Q(('kind__in', ('hrss', 'centre', 'employment')), _negated=True), ('tier', ''), models.Q(('affiliation', ''), _negated=True), models.Q(('code', ''), _negated=True)), _connector='OR'), name='organisation_bureau_has_tier_applicant_has_affiliation', violation_error_message='机关须有层级；申请单位须有隶属关系和统一社会信用代码。'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('status', 'merged')), models.Q(models.Q(('status', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='organisation_merged_has_successor', violation_error_message='合并的单位须写明并入单位。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'organisation', 'role'), name='membership_role_once_at_a_time', violation_error_message='此人已有这个角色。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins', violation_error_message='结束日期不能早于开始日期。'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('organisation', 'email'), name='invitation_pending_once_an_address', violation_error_message='已经邀请过这个邮箱，可以重新发送邀请。'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('withdrawn_at', None)), _connector='OR'), name='invitation_accepted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress', 'answered'), _negated=True), models.Q(('proof', ''), _negated=True), _connector='OR'), name='data_request_answered_only_when_proven', violation_error_message='核实身份之后才能答复。'),
        ),
        migrations.AddIndex(
            model_name='unmasking',
            index=models.Index(fields=['organisation', '-at'], name='unmasking_log'),
        ),
    ]
