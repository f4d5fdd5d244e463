"""Pre: a signature has room for how and when its signer was identified; the code before writes shorter ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_allow_by_representation")]

    operations = [
        migrations.AlterField(
            model_name="signature",
            name="method",
            field=models.CharField(
                help_text="demo, or login provider, level and time of the identification", max_length=120
            ),
        ),
    ]
