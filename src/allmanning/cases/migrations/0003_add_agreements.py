"""Pre: what is done under an agreement names it; the code that runs leaves the new columns empty."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_create_agreements"),
        ("cases", "0002_force_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                help_text="under which the one who has the case handles it for the organisation",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agreement",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="executor_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="the organisation that handles it under the agreement",
                max_length=100,
            ),
        ),
        migrations.AddField(
            model_name="completion",
            name="executor_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="who asked on behalf of the organisation",
                max_length=100,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agreement",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="executor_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="the organisation whose employee took it on behalf of the owner",
                max_length=100,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agreement",
            ),
        ),
        migrations.AddField(
            model_name="readlog",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agreement",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="ground",
            field=models.CharField(help_text="by what right and delegation it was taken", max_length=800),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("agreement__isnull", False)),
                fields=["agreement", "-happened_at"],
                name="events_under_agreements",
            ),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(
                condition=models.Q(("agreement__isnull", False)),
                fields=["agreement", "-read_at"],
                name="reads_under_agreements",
            ),
        ),
    ]
