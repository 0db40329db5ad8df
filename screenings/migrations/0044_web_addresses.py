"""Web addresses are called so; no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screenings', '0043_guest_language'),
    ]

    operations = [
        migrations.AlterField(
            model_name='festival',
            name='slug',
            field=models.SlugField(error_messages={'unique': 'Another festival has this address already. Choose another.'}, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, unique=True, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='film',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='hall',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalfestival',
            name='slug',
            field=models.SlugField(error_messages={'unique': 'Another festival has this address already. Choose another.'}, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalfilm',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalhall',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalperson',
            name='slug',
            field=models.SlugField(blank=True, error_messages={'unique': 'Another person has this address already. Choose another.'}, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalsection',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='historicalvenue',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='person',
            name='slug',
            field=models.SlugField(blank=True, error_messages={'unique': 'Another person has this address already. Choose another.'}, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, unique=True, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='section',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
        migrations.AlterField(
            model_name='venue',
            name='slug',
            field=models.SlugField(blank=True, help_text='The part of the web address that names it. Links and calendar subscriptions go by it: the address it has now will lead to the new one.', max_length=80, verbose_name='web address'),
        ),
    ]
