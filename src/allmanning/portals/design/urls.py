from django.urls import path

from allmanning.portals.design import views

app_name = "design"
urlpatterns = [
    path("sprak", views.set_language, name="language"),
    path("utseende", views.set_appearance, name="appearance"),
    path("logga-in/kvar/", views.stay, name="stay"),
]
