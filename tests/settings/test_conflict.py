"""Two people on one form: the second sees both versions, and nothing is overwritten in silence."""
from perf.settings.models import Organisation

GIVEN = {"time_zone": "Europe/London", "currency": "GBP", "fiscal_start": "1", "locale": "en_GB", "purpose": "", "version": "1"}


def test_second_save_shows_both_names_and_the_third_counts(browser_of):
    adam = browser_of("adam")
    assert adam.post("/settings/", data={**GIVEN, "name": "Lantern House East"}).status_code == 303
    late = adam.post("/settings/", data={**GIVEN, "name": "Lantern House West"})
    assert late.status_code == 409
    assert "changed to “Lantern House East”" in late.text and 'value="Lantern House West"' in late.text
    assert Organisation.get().name == "Lantern House East"
    assert adam.post("/settings/", data={**GIVEN, "name": "Lantern House West", "version": "2"}).status_code == 303
    assert Organisation.get().name == "Lantern House West"
