"""Visitors' plans, which no page ever wrote: their secrets are no longer in the database."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import screenings.models.fields
import screenings.models.private


def take_rights_back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What staff may do with a plan: nothing. Groups lose the rights with the permissions."""
    permissions = apps.get_model("auth", "Permission").objects.using(editor.connection.alias)
    permissions.filter(content_type__app_label="screenings", content_type__model__in=("plan", "pick")).delete()


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("screenings", "0036_conversation")]

    operations = [
        migrations.DeleteModel("Pick"),
        migrations.DeleteModel("Plan"),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edit_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', screenings.models.fields.MomentField()),
                ('changed_at', screenings.models.fields.MomentField()),
                ('travel_by', models.CharField(choices=[('foot', 'On foot'), ('bike', 'By bike'), ('transit', 'On foot or by public transport')], default='transit', max_length=8)),
                ('margin', models.PositiveSmallIntegerField(default=10)),
                ('at_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('has_lunch', models.BooleanField(default=False)),
                ('has_dinner', models.BooleanField(default=False)),
                ('days', models.JSONField(default=dict)),
                ('festival', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='screenings.festival')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('film_slug', models.CharField(blank=True, max_length=80)),
                ('screening_uid', models.UUIDField(blank=True, null=True)),
                ('title', screenings.models.fields.LineField(max_length=200)),
                ('rank', models.CharField(choices=[('must', 'Must'), ('want', 'Want'), ('maybe', 'Maybe')], max_length=8)),
                ('seen', models.PositiveIntegerField()),
                ('added_at', screenings.models.fields.MomentField()),
                ('removed_at', screenings.models.fields.MomentField(blank=True, null=True)),
                ('calendar_revision', models.PositiveIntegerField(default=0)),
                ('revised_at', screenings.models.fields.MomentField(blank=True, null=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='screenings.plan')),
            ],
            options={
                'ordering': ('added_at', 'pk'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PlanAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('share', 'to read'), ('calendar', 'calendar')], max_length=8)),
                ('salt', models.CharField(default=screenings.models.private.new_salt, editable=False, max_length=32)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='screenings.plan')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('margin__lte', 120)), name='plan_margin_of_two_hours_at_most'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('film_slug', ''), ('screening_uid__isnull', False)), models.Q(models.Q(('film_slug', ''), _negated=True), ('screening_uid__isnull', True)), _connector='OR'), name='pick_of_a_film_or_a_screening'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.UniqueConstraint(fields=('plan', 'screening_uid'), name='pick_screening_once'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.UniqueConstraint(condition=models.Q(('film_slug', ''), _negated=True), fields=('plan', 'film_slug'), name='pick_film_once'),
        ),
        migrations.AddConstraint(
            model_name='planaddress',
            constraint=models.UniqueConstraint(fields=('plan', 'kind'), name='plan_address_once'),
        ),
        migrations.RunPython(take_rights_back, migrations.RunPython.noop),
    ]
