"""Vald skola: skolskjuts ordnas bara om det kan ske utan organisatoriska eller ekonomiska svårigheter.

Båda är handläggarens bedömning. Ett sådant beslut fattas aldrig automatiskt.
"""

from allmanning.language import Money, rule


@rule(
    law="skollagen (2010:800) 10 kap. 32 § andra stycket (även 9 kap. 15 b §, 11 kap. 31 § samt 18 kap. 30 och 35 §§)",
    valid_from="2025-07-01",
)
def lika_lång_väg_som_till_anvisad(hem: Hem, färdvägens_längd: int, gräns_för_färdvägen: int) -> bool:
    """Lika lång väg som till den anvisade skolan: vägen är inte längre, och till den anvisade hade barnet fått
    skolskjuts för avståndets skull."""
    if hem.färdväg_till_anvisad_i_meter < gräns_för_färdvägen:
        return False
    return färdvägens_längd <= hem.färdväg_till_anvisad_i_meter


@rule(
    law="skollagen (2010:800) 10 kap. 32 § andra stycket (även 9 kap. 15 b §, 11 kap. 31 § samt 18 kap. 30 och 35 §§)",
    valid_from="2025-07-01",
)
def ingen_merkostnad(hem: list[Hem], lika_lång_väg_godtas: bool) -> bool:
    """Kommunen räknar ingen merkostnad: nämnden har bestämt att en lika lång eller kortare väg än till den
    anvisade skolan inte räknas som dyrare, och så är det från varje hem som det behövs skolskjuts från."""
    if not lika_lång_väg_godtas:
        return False
    return all(lika_lång_väg_som_till_anvisad(h) for h in hem if skolskjuts_behövs(h))


@rule(
    law="skollagen (2010:800) 10 kap. 32 § andra stycket (även 9 kap. 15 b §, 11 kap. 31 § samt 18 kap. 30 och 35 §§)",
    valid_from="2025-07-01",
)
def ekonomiska_svårigheter(ingen_merkostnad: bool, merkostnad: Money, högsta_merkostnad: Money) -> bool:
    """Ekonomiska svårigheter: skolskjutsen till den valda skolan kostar mer än den som kommunen annars hade
    ordnat, och mer än nämnden godtar."""
    if ingen_merkostnad:
        return False
    return merkostnad > högsta_merkostnad


@rule(
    law="skollagen (2010:800) 10 kap. 32 § andra stycket (även 9 kap. 15 b §, 11 kap. 31 § samt 18 kap. 30 och 35 §§)",
    valid_from="2025-07-01",
)
def kan_ordnas_utan_svårigheter(organisatoriska_svårigheter: bool, ekonomiska_svårigheter: bool) -> bool:
    """Kan ordnas utan svårigheter: varken organisationen eller ekonomin hindrar skolskjuts till den skola som
    ni har valt."""
    return not (organisatoriska_svårigheter or ekonomiska_svårigheter)
