
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_organisations'),
        ('casework', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='casework.case')),
            ],
            options={
                'verbose_name': '单位登记',
                'verbose_name_plural': '单位登记',
            },
            bases=('casework.case',),
        ),
        migrations.CreateModel(
            name='OrganisationChange',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='casework.case')),
                ('change', models.CharField(choices=[('rename', '更名'), ('merger', '并入其他单位'), ('closing', '注销')], max_length=10, verbose_name='变更事项')),
                ('new_name', models.CharField(blank=True, max_length=100, verbose_name='变更后名称')),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='并入单位')),
                ('pending_for', models.OneToOneField(blank=True, error_messages={'unique': '本单位已有一项变更正在办理，办结后才能再提出。'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pending_change', to='accounts.organisation', verbose_name='变更中的单位')),
            ],
            options={
                'verbose_name': '单位变更',
                'verbose_name_plural': '单位变更',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('change', 'rename'), ('into', None), models.Q(('new_name', ''), _negated=True)), models.Q(('change', 'merger'), ('into__isnull', False), ('new_name', '')), models.Q(('change', 'closing'), ('into', None), ('new_name', '')), _connector='OR'), name='change_has_what_it_needs', violation_error_message='更名须写明新名称，合并须写明并入单位。')],
            },
            bases=('casework.case',),
        ),
    ]
