"""Pre: how and when the signer of an agreement was identified; empty of those signed before, and by the code before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_create_representations")]

    operations = [
        migrations.AddField(
            model_name="agreementsignature",
            name="method",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="how and when the signer was identified",
                max_length=120,
            ),
        ),
    ]
