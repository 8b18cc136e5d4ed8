"""How many of which species live at the demo centre, and in which area.

The size and the mix follow what Phnom Tamao reports of itself (about 1,200 animals of 100 species);
the single numbers are invented. A species with `lots` is kept and counted in groups.
"""

from __future__ import annotations

from typing import NamedTuple


class Residents(NamedTuple):
    """A species, its heads in care, its area, and the size of a lot (1: individuals)."""

    species: str
    heads: int
    area: str
    lot: int = 1


_PLAN = """
Macaca fascicularis 26 P | Macaca leonina 22 P | Macaca arctoides 6 P | Macaca mulatta 4 P
Pygathrix nigripes 7 P | Trachypithecus germaini 14 P | Hylobates pileatus 24 P
Nomascus gabriellae 9 P | Hylobates lar 3 P | Nomascus annamensis 2 P | Trachypithecus obscurus 2 P
Nycticebus bengalensis 5 N | Xanthonycticebus pygmaeus 6 N | Nycticebus coucang 1 N
Manis javanica 9 N | Manis pentadactyla 1 N
Helarctos malayanus 34 B | Ursus thibetanus 22 B
Panthera tigris 5 C | Panthera pardus 2 C | Neofelis nebulosa 4 C | Catopuma temminckii 3 C
Pardofelis marmorata 1 C | Prionailurus bengalensis 8 C | Prionailurus viverrinus 5 C
Panthera leo 2 C | Canis aureus 4 C | Cuon alpinus 2 C
Aonyx cinereus 6 C | Lutrogale perspicillata 8 C | Lutra sumatrana 3 C | Arctictis binturong 9 C
Paguma larvata 4 C | Paradoxurus hermaphroditus 16 C | Viverra zibetha 6 C
Viverricula indica 4 C | Arctonyx collaris 3 C
Elephas maximus 5 E
Rusa unicolor 24 U 12 | Rucervus eldii 14 U 7 | Muntiacus vaginalis 12 U 4 | Sus scrofa 6 U 6
Tragulus kanchil 4 U | Hystrix brachyura 10 U 5 | Ratufa bicolor 3 U
Pteropus lylei 8 A 8 | Petaurus breviceps 9 N 9
Haliastur indus 8 R | Spilornis cheela 6 R | Ketupa ketupu 4 R | Otus lettia 5 R
Falco peregrinus 1 R | Gyps bengalensis 2 R | Falco cherrug 1 R
Anthracoceros albirostris 10 A | Buceros bicornis 5 A | Spilopelia chinensis 40 A 40
Leptoptilos javanicus 12 A 6 | Pavo muticus 15 A 5 | Antigone antigone 6 A
Gracula religiosa 12 A 6 | Lonchura striata 35 A 35 | Passer montanus 25 A 25
Ploceus philippinus 20 A 20 | Pycnonotus jocosus 12 A 12 | Kittacincla malabarica 4 A
Emberiza aureola 9 A 9 | Pycnonotus zeylanicus 1 A
Psittacula alexandri 18 A 9 | Psittacula eupatria 5 A | Psittacula roseata 5 A
Loriculus vernalis 6 A 6 | Psittacus erithacus 2 A | Ara ararauna 1 A | Cacatua galerita 1 A
Lorius lory 1 A | Cacatua moluccensis 1 A
Indotestudo elongata 66 T 33 | Manouria emys 5 T | Manouria impressa 6 T 6
Geochelone elegans 10 T 10 | Astrochelys radiata 4 T | Centrochelys sulcata 3 T
Cuora amboinensis 34 T 17 | Cuora galbinifrons 3 T | Cyclemys dentata 48 T 24
Heosemys annandalii 26 T 13 | Heosemys grandis 24 T 12 | Malayemys subtrijuga 22 T 22
Siebenrockiella crassicollis 16 T 16 | Amyda cartilaginea 12 T 12 | Pelochelys cantorii 2 T
Batagur affinis 3 T | Platysternon megacephalum 2 T | Orlitia borneensis 2 T
Lissemys punctata 8 T 8 | Chelonia mydas 1 T
Python bivittatus 12 S | Malayopython reticulatus 14 S | Ptyas mucosa 36 S 36
Naja kaouthia 5 S | Naja siamensis 4 S | Ophiophagus hannah 3 S | Python regius 2 S
Gekko gecko 40 S 40 | Physignathus cocincinus 12 S 6 | Varanus salvator 6 S
Varanus bengalensis 4 S | Varanus nebulosus 2 S | Iguana iguana 3 S | Shinisaurus crocodilurus 2 S
Crocodylus siamensis 18 X 9 | Crocodylus porosus 2 X
Hoplobatrachus rugulosus 20 S 20 | Tylototriton vietnamensis 2 S
"""


def residents() -> list[Residents]:
    """The whole plan."""
    found = []
    for part in _PLAN.replace("\n", "|").split("|"):
        words = part.split()
        if words:
            genus, species, heads, area, *lot = words
            found.append(
                Residents(f"{genus} {species}", int(heads), area, int(lot[0]) if lot else 1)
            )
    return found


#: House names as keepers give them, some in their own script.
NAMES = [
    "Mali",
    "Dara",
    "Bopha",
    "Sok",
    "Srey",
    "Rith",
    "Kiri",
    "Tola",
    "Vanna",
    "Nimol",
    "Sophea",
    "Kosal",
    "Phirun",
    "Arun",
    "Bona",
    "Davy",
    "Heng",
    "Chan",
    "Chea",
    "Kunthea",
    "Leap",
    "Mony",
    "Nary",
    "Oudom",
    "Pich",
    "Rany",
    "Samnang",
    "Thida",
    "Veasna",
    "Yos",
    "Botum",
    "Chantrea",
    "Jorani",
    "Kolab",
    "Lucky",
    "Nisay",
    "Pisey",
    "Ratana",
    "Sopheap",
    "Tevy",
    "Rumduol",
    "Champei",
    "Kravan",
    "Mkak",
    "Romchek",
    "Svay",
    "Khnor",
    "Lmut",
    "Trabek",
    "ម៉ាលី",
    "ដារ៉ា",
    "បុប្ផា",
    "សុខ",
    "គីរី",
    "រតនា",
    "សំណាង",
    "ចន្ទ្រា",
    "កុលាប",
    "ផ្កាយ",
    "มะลิ",
    "น้ำฝน",
    "ดาว",
    "ทองดี",
    "Bống",
    "Đậu",
    "Mướp",
    "Nâu",
    "Sữa",
    "Cốm",
]
