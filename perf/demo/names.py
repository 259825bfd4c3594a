"""Names for invented people, of many origins, and the roles and departments of the invented organisation."""
from ..roles.starter import Need, StarterDuty, StarterRole

NAME, PURPOSE = "Harbour Light", "We stand beside families and neighbours until they stand on their own feet."

FIRST = """Aaliyah Abena Adwoa Agnieszka Aiko Aisling Alejandra Amara Amina Anders Anjali Annika Antoine Arjun Asha Aylin
Beatriz Bram Brigid Camila Carlos Chiara Chidi Clara Connor Dagny Daria Declan Diego Dilara Edith Elif Elena Emeka Emil Erik
Esther Eun Farah Fatima Felix Fiona Florin Freya Gabriel Giulia Grace Greta Gustavo Hamza Hannelore Harriet Hiroshi Ibrahim
Ifeoma Ilse Imran Ines Ingrid Isla Ivo Jamal Jana Javier Jin Joana Johan Jorge Julia Kamal Karin Kasia Kofi Kwame Laila Lars
Leila Lena Linh Lorenzo Lucia Luis Magnus Mai Malik Marek Margit Mateo Maya Mei Milena Miriam Nadia Naveen Nia Niamh Nikolai
Noor Olena Olga Omar Oskar Paloma Pavel Petra Priya Rafael Rania Rashid Renata Rohan Rosa Sadia Samir Sanna Selma Shreya
Silvia Simone Sofia Stefan Sunita Tamar Tariq Teresa Thabo Theo Tuan Ulrike Valentina Vera Viktor Wanjiru Wen Yara Yusuf
Zainab Zeynep""".split()

LAST = """Abara Abebe Adeyemi Ahlberg Akintola Alvarado Amsel Anquetil Aydin Bakker Balogun Barendse Bergqvist Bhatt Birk
Boateng
Brannigan Brandl Bukowska Cardoso Castellan Chaudhry Cheung Corrigan Dahlin Danso Dekker Demirel Desrosiers Devereux Dhillon
Dragomir Duarte Ekwueme Elbaz Engstrom Escobedo Fadel Fallon Farkas Ferreira Fiorelli Galanis Gebre Ghosh Gomulka Haddad
Halloran Hamdan Hartog Heikkila Hofstra Horvat Ibarra Ilves Iwata Jansky Jimale Kabore Kalra Kaminska Kariuki Kessler Khalil
Kovalenko Krol Kuipers Laghari Larssen Lindahl Lobo Maalouf Machado Mahlaba Marchetti Mensah Molnar
Moreau Mwangi Nakagawa Nassar Ndlovu Nguyet Nordin Nowicka Obi Odhiambo Olofsson Ortega Osei Pacheco
Papadakis Pereira Petrauskas Pham Quintero Qureshi Rahimi Ramanathan Rasmussen Reinholt Ribeiro Rosales Rybak Saidi Sandoval
Schouten Sesay Shapira Shrestha Silveira Skovgaard Soler Sundaram Szabo Takeda Tamm Tesfaye Thapa Tkachenko
Toivonen Tran Vainio Valdivia Vasko Velasco Verhoeven Villanueva Wachira Wolanski Yamada Yildiz Zapata Zielinska""".split()

# department, its share of the staff, who leads a team in it, and its workers' roles with how often each occurs
DEPARTMENTS = (
    ("Family Services", 38, "Programme Manager", {"Case Worker": 5, "Youth Worker": 2, "Volunteer Coordinator": 1}),
    ("Neighbourhood Work", 28, "Programme Manager", {"Community Worker": 4, "Volunteer Coordinator": 2, "Youth Worker": 2}),
    ("Fundraising and Communications", 14, "Team Leader", {"Development Officer": 3, "Communications Officer": 2}),
    ("Operations", 20, "Team Leader", {"IT Coordinator": 1, "Finance and Administration Officer": 3, "Office Manager": 2,
                                       "Facilities Coordinator": 3}),
)


def _role(title, purpose, duties, needs):
    return StarterRole(title, title, purpose, [StarterDuty(*duty) for duty in duties], [Need(*need) for need in needs])


_HEAD = (
    (("Lead the department's teams towards the yearly plan", "Teams know their goals; most are reached.", 35),
     ("Develop team leaders", "Each has a conversation every two weeks and a next step for learning.", 25),
     ("Answer for the department's budget", "Spending stays within the plan, and differences are explained early.", 20),
     ("Work with the other departments and the director", "Decisions are prepared together and carried by all.", 20)),
    (("leading", 4, 3), ("judgement", 4, 3), ("planning", 4, 2), ("money", 4, 2), ("communication", 4, 1)))

# Roles beside the ten that every installation may start from
OWN_ROLES = [_role(*row) for row in (
    ("Board Chair", "Chairs the board and speaks for it between its meetings.",
     (("Prepare and chair the meetings of the board", "Papers are out a week before; decisions are clear.", 50),
      ("Accompany the executive director", "A conversation every month, and a review every year.", 50)),
     (("judgement", 4, 3), ("leading", 4, 2), ("communication", 4, 2))),
    *((f"Head of {name}", f"Leads {name} and answers for its people, money and results.", *_HEAD)
      for name, *_rest in DEPARTMENTS),
    ("Team Leader", "Leads a team in daily work, and works along with it.",
     (("Lead the team: tasks, conversations, feedback", "Everyone knows what comes first and how they are doing.", 40),
      ("Plan the weeks and cover absences", "Nothing important waits because somebody is away.", 30),
      ("Do part of the team's own work", "Stays close enough to know where it is hard.", 20, False),
      ("Improve how the team works", "Each quarter, one thing has become easier.", 10)),
     (("leading", 3, 3), ("planning", 4, 3), ("problem_solving", 3, 2), ("teamwork", 4, 2))),
    ("Youth Worker", "Gives young people a place, a listener and things worth doing.",
     (("Run open groups and activities", "Groups take place as announced and are well attended.", 40),
      ("Build trust with young people", "Young people come by themselves when something weighs on them.", 25),
      ("Recognise and report risks", "Concerns are recorded and reported the same day.", 20),
      ("Work with schools and parents", "Schools know whom to call, and call early.", 15, False)),
     (("listening", 4, 3), ("safeguarding", 4, 3), ("inclusion", 4, 2), ("planning", 3, 1))),
    ("Community Worker", "Brings neighbours together, so that they solve together what none can solve alone.",
     (("Meet neighbours where they are", "Every street of the quarter is visited in the course of a year.", 30),
      ("Help groups to form and to stand alone", "Each year, two groups go on without us.", 30),
      ("Organise meetings and events", "They take place as planned, and newcomers feel welcome.", 25),
      ("Carry what neighbours need to the town", "Answers come back and are passed on within a week.", 15, False)),
     (("listening", 4, 3), ("partnerships", 4, 3), ("inclusion", 4, 2), ("communication", 3, 2), ("planning", 3, 1))),
    ("IT Coordinator", "Keeps the tools of daily work running, safe and easy to use.",
     (("Keep computers, accounts and networks running", "Faults are answered within a working day.", 40),
      ("Protect data and access", "Copies are tested every quarter; leavers lose access on their last day.", 30),
      ("Help and train colleagues", "The same question rarely comes twice.", 20),
      ("Choose and introduce tools", "New tools are in use after three months, or are dropped.", 10, False)),
     (("digital", 5, 3), ("problem_solving", 4, 3), ("discretion", 4, 2), ("communication", 3, 1))),
)]
