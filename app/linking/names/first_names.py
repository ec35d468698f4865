"""First names that are nearly always a man's or a woman's; any other name fits every pronoun."""

MALE = frozenset(
    """
    aaron abbas abdul abdulaziz abdullah abel adam adolfo adrian agustin ahmad ahmed ahmet aiden
    akash akira alain alan albert aldous alec alejandro alex alexander alexei alfonso alfred
    alfredo ali alistair allan alvaro ambrose amit anatoly anders andreas andres andrew andrii
    andriy andrzej angelo angus anil anthony anton antonio anwar archie arjun armando arne
    arthur arturo ashok asif august barack barnaby barry bashar basil ben benedict benjamin
    benny bernard bernardo bernie bertrand bilal bill björn bjørn bob bogdan bongani boris brad
    bradley bram brandon brendan brett brian bruce bryan caleb calvin carl carlo carlos cedric
    cesar chad charles chidi chris christian christopher chuck clarence claudio clement clifford
    clive colin connor conrad craig curtis cyril damian damon dan daniel danny dante dario
    darren dave david dean declan denis dennis derek derrick desmond diego dirk dmitri dmitriy
    dmitry dmytro dominic donald donnie doug douglas duncan dwight earl ed eddie edgar edmund
    eduardo edward edwin elijah elliott elon emeka emil emilio emmanuel emmett emre enrique enzo
    eric erik ernest ernesto ernst esteban ethan eugene evan ewan fabio fadi faisal farid
    federico felipe felix ferenc fernando fidel filip finn floyd francesco francis francisco
    frank fred frederic frederick fritz fumio gabriel gareth gary gavin gennady geoff geoffrey
    george gerald geraldo gideon gilbert gilberto giles gintaras giorgio giovanni giuseppe glenn
    gonzalo goodluck gordon graeme graham greg gregory guillermo gunnar gustavo guy gábor göran
    hakan hamid hamish hans harald harold harry haruki harvey hassan hector henrik henrique
    henry herbert herman hiroshi horace hossein howard hubert hubertus hugh hugo hussain hussein
    håkon ian ibrahim ibrahima ignacio igor imran ingmar isaac isaiah ismail istván iurii ivan
    ivo ivor jaap jack jacob jacques jaime jair jake jakub jamal james janos jared jarosław
    jason jasper javier jay jeff jeffrey jens jeremiah jeremy jerome jerry jim jimmy joachim
    joao joe joel johan john johnny jomo jonah jonas jonathan jordi jorge jose josef joseph josh
    joshua josé joão juan juergen juha jukka julian julio julius jurgen justin jános jørgen
    kamal kari karim karl kaspar keith kelvin ken kenji kenneth kent kevin khalid kirill knut
    kofi konstantin krzysztof kurt kwame kyle larry lars lasse lawrence lennart leo leonard
    leonid leopoldo lewis liam lorenz lorenzo louis luca lucas ludwig luis luiz lukasz luke luís
    lászló maarten magnus mahmoud malcolm mamadou manasseh manuel marc marcel marcelo marco
    marcos marcus marek mario marius mark marten martin martín mateo mateusz mathieu matt matteo
    matthew matti maurice mauricio max maxim maximilian mehdi mehmet micah michael michel miguel
    mika mikael mike mikhail miles milo miroslav mitch mitchell mitt mohamad mohamed mohammad
    mohammed mohan muhammad muhammadu mungo murat mustafa mykola naftali narendra nathan
    nathaniel neil neville nicholas nick nicolai nicolas nicolás niels nigel nikolai nikolaos
    noah norman nuno olaf oleg oleksandr oleksiy oliver olivier olusegun omar osama oscar oskar
    osvaldo otto ousmane owen pablo pascal patricio patrick paul paulo pavel pavol pedro pekka
    per percy peter petr phil philip philippe phillip pierre piers piotr pranab péter quentin
    rafael rahul raj rajesh rajiv ralph ramon ramón randy rasmus raul raymond raúl recep
    reginald renato reza ricardo riccardo richard rick ritchie rob robert roberto rodney rodolfo
    rodrigo roger roland rolf ron ronald rory roy ruben rubén rudolf rudy rufus rui rune rupert
    russ russell ryan saddam salman sam samuel sanjay sayed scott sean sebastian sebastián segun
    sergei sergey sergio serhiy seth shane shaun shawn shinzo shinzō sidney silas simon sipho
    stan stanislav stanley stefan stefano stephan stephen steve steven stewart stuart sunil
    suresh sven søren tariq tayyip ted tendai terje terrence thabo theodore thiago thomas thor
    tiago tim timo timothy tobias toby todd tom tomas tomasz tony torsten travis trevor tristan
    tunde tyler uhuru ulf ulrich umar vaclav vasily vasyl vernon vicente victor vijay vikram
    viktor viktoras vince vincent vinod vitaly vitor vladimir vladislav volodymyr vyacheslav
    wade walter warren wayne wendell wilfred wilhelm willem william winston wolfgang wolodymyr
    xavier yasser yevhen yoshihide yoweri yuri yurii yusuf yves zach zachariah zachary zoltán
    zoran øystein
    """.split()
)
FEMALE = frozenset(
    """
    abigail ada adele adriana agatha agnes aisha akiko alejandra alessandra alexandra alice
    alicia alison allison amal amalia amanda amelia amina amy ana anastasia angela angelica
    angelina anita anja ann anna annalena anne anneli annette annie annika antonia ariana astrid
    audrey aurora ava ayesha barbara beatrice beatriz becky belinda bella bernadette bertha
    beryl beth bethany betty beverly bianca birgit bonnie brenda bridget brigitte britney britta
    brittany camila camilla candace candice carina carla carmen carol carole carolina caroline
    carolyn carrie carys catalina catherine cathy cecilia celeste celia chantal charlotte
    chelsea cheryl chiara chloe christina christine christy cindy claire clara clarissa claudia
    colleen condoleezza connie constance consuelo cora corazon cristina cynthia dagmar daisy
    dalia daniela danielle daphne darlene deborah debra deepika delia della denise diana diane
    dilma dina dolores donna dora doris dorothy edith edna eileen elaine eleanor elena elin
    elina elisa elisabeth eliza elizabeth ella ellen eloise elsa elsie elvira emilia emily emma
    enid erica erika erin esmeralda estelle esther ethel eugenia eunice eva eve evelyn farah
    fatima fatou fay felicia fern fiona flora florence frances francesca freya frida gabriela
    gabrielle gail gemma genevieve georgia geraldine gerda gertrude gina giorgia giovanna gisela
    giulia gladys gloria grace graça greta gretchen gwen gwendolyn hanna hannah harriet hazel
    heather hedda heidi helen helena helga henrietta hilary hilda hillary holly ida ilse imelda
    imogen indira ines inga ingeborg ingrid irene irina iris irma isabel isabella isabelle ivana
    ivanka ivy jacinda jacqueline jana jane janet janice janine jasmine jeanette jeanine jeanne
    jenna jennifer jenny jessica jill joan joanna joanne jocelyn josephine joyce juana judith
    judy julia juliana julie juliet june kaja karen karin karla katarina kate katharina
    katherine kathleen kathryn kathy katie katja katrina kayla keiko kendra kiara kimberly
    kirsten klara kristen kristin kristina kyrsten lara larissa latisha laura lauren laurie
    layla leah leila lena leonie leticia lidia lily linda lisa liv liz lois lola loretta
    lorraine louisa louise lucia lucille lucinda lucy luisa lydia mabel madeleine madeline
    magdalena maggie malala malia manuela mara marcia margaret margarita margot maria mariam
    mariana marianne marie mariela marilyn marina marion marisa marit marjorie marlene marta
    martha mary matilda maud maude maureen mavis maxine maya meg megan meghan mei melania
    melanie melinda melissa mercedes meredith mette mia michelle michiko mila mildred milena
    millicent mina minna miranda miriam moira molly mona monica monique muriel myra nadia nancy
    naoko naomi natalia natalie natasha nell nellie ngozi nicola nicole nina nkosazana noor nora
    norma odette odile oksana olena olga olha olivia oona paloma pamela patricia paula paulina
    pauline penelope penny petra philippa phoebe phyllis pia polly priscilla priti priyanka
    rachel ramona rebecca renata renee rhoda rhonda rita roberta rosa rosalie rosalind rosalynn
    rose roseanne rosemary rosie roxanne ruth sabrina sadie sally samantha sanae sandra sanna
    sara sarah saskia selma serena sharon sheikha sheila shelly sherry shirley shona sigrid
    sigrun silvia simone siobhan siv sofia solange solveig sonia sonja sonya sophia sophie
    stella stephanie sue susan susana susanna susanne suzanne svetlana svitlana sylvia tamara
    tania tanya tara tatiana teresa tessa thelma theresa therese thora tiffany tilda tina tricia
    trudy tulsi ulrike una ursula uschi valentina valeria valerie vanessa vera verena veronica
    victoria viktoria viola violeta virginia vivian viviana wanda wendy wilma winifred winnie
    yara yasmin ylva yolanda yulia yuriko yvette yvonne zainab zara zeinab zoe zuzana
    """.split()
)
